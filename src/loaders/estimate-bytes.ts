import { isDecimal } from '../billing/decimal.ts';

const bytesOfValue = 16;
const bytesOfMember = 16;
const bytesOfCharacter = 2;
const bytesOfDecimal = 128;
const bytesOfDigit = 32;

/** A provider's record may be nested as deep as it likes. */
const mostLevels = 500;

/**
 * About how much memory a value takes, rather too much than too little. Counting ends soon after so many bytes; what is
 * nested too deep to be counted takes more. What stands in several places counts in each.
 */
export function estimateBytes(value: unknown, most: number): number {
  return bytesBelow(value, most, mostLevels);
}

function bytesBelow(value: unknown, most: number, levels: number): number {
  if (typeof value === 'string') return bytesOfValue + value.length * bytesOfCharacter;
  if (!isObject(value)) return bytesOfValue;
  if (isDecimal(value)) return bytesOfDecimal + value.c.length * bytesOfDigit;
  if (levels === 0) return most + 1;
  return Array.isArray(value)
    ? bytesOfItems(value, most, levels - 1)
    : bytesOfMembers(value, most, levels - 1);
}

function bytesOfItems(items: readonly unknown[], most: number, levels: number): number {
  let bytes = bytesOfValue;
  for (const item of items) {
    bytes += bytesOfMember + bytesBelow(item, most, levels);
    if (bytes > most) break;
  }
  return bytes;
}

/** Not by Object.values, which would make a list for each object of each answer. */
function bytesOfMembers(members: Readonly<Record<string, unknown>>, most: number, levels: number): number {
  let bytes = bytesOfValue;
  for (const name in members) {
    bytes += bytesOfMember + bytesBelow(members[name], most, levels);
    if (bytes > most) break;
  }
  return bytes;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
