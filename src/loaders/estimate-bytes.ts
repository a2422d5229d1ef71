const bytesOfValue = 16;
const bytesOfMember = 16;
const bytesOfCharacter = 2;

/**
 * About how much memory a value takes, rather too much than too little. Counting ends soon after so many bytes. What stands
 * in several places counts in each.
 */
export function estimateBytes(value: unknown, most: number): number {
  let bytes = 0;
  // A list in place of recursion: a provider's record may be nested as deep as it likes.
  const rest: unknown[] = [value];
  while (rest.length > 0 && bytes <= most) {
    const next = rest.pop();
    bytes += bytesOfValue;
    if (typeof next === 'string') bytes += next.length * bytesOfCharacter;
    if (typeof next !== 'object' || next === null) continue;
    for (const member of Object.values(next)) {
      bytes += bytesOfMember;
      rest.push(member);
    }
  }
  return bytes;
}
