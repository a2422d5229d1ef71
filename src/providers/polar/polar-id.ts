import { distinctKeys } from '../distinct-keys.ts';

const canonicalUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Whether the text is an id as Polar spells them, a UUID version 4 in lower case. Anything else names nothing, and one
 * such id among many makes Polar refuse the whole list with 422.
 */
export function isPolarId(text: string): boolean {
  return canonicalUuid.test(text);
}

/** The keys, each once, that are such ids. */
export function polarIds(keys: readonly string[]): readonly string[] {
  return distinctKeys(keys).filter(isPolarId);
}
