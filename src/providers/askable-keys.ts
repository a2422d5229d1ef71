import { externalIdProblem } from '../billing/customer.ts';
import { distinctKeys } from './distinct-keys.ts';

/**
 * The keys that a provider can be asked for, each once. The others cannot be sent, so that nobody has them, and an empty
 * one would not narrow a list at all.
 */
export function askableKeys(keys: readonly string[]): readonly string[] {
  return distinctKeys(keys).filter((key) => externalIdProblem(key) === null);
}
