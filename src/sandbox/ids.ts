import { createHash } from 'node:crypto';

/** A UUID version 4 that is always the same for the same text. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID that is always the same for the same text. */
export function ulidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest();
  const letters = Array.from(bytes.subarray(0, 24), (byte) => crockford[byte % crockford.length]);
  return `01${letters.join('')}`;
}
