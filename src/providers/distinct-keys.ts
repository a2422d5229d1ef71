/** Each key once, where it came first. Most reads are of one key, which is told from no other. */
export function distinctKeys(keys: readonly string[]): readonly string[] {
  return keys.length < 2 ? keys : [...new Set(keys)];
}
