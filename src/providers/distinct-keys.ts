/** Each key once, where it came first. Most reads are of one key, which needs no set. */
export function distinctKeys(keys: readonly string[]): readonly string[] {
  return keys.length < 2 ? keys : [...new Set(keys)];
}
