import { externalIdProblem } from '../billing/customer.ts';

/**
 * The keys that a provider can be asked for, each once. The others cannot be sent, so that nobody has them, and an empty
 * one would not narrow a list at all.
 */
export function askableKeys(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].filter((key) => externalIdProblem(key) === null);
}
