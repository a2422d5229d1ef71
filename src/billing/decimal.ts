import Big from 'big.js';

/** An exact decimal number: amounts, quantities and limits never pass through a JavaScript number. */
export type Decimal = Big.Big;

/** Longer or larger numbers than any billing figure are refused, so that hostile text cannot fill the memory. */
const decimalPattern = /^-?\d{1,200}(?:\.\d{1,200})?(?:[eE][+-]?\d{1,3})?$/;

/** The number that the text spells, or null where it spells none. Takes JSON's notation, exponents included. */
export function parseDecimal(text: string): Decimal | null {
  return decimalPattern.test(text) ? new Big(text) : null;
}

/** The shortest plain spelling: no exponent, no padding, no negative zero ("12.5", "0", "-3.25"). */
export function formatDecimal(value: Decimal): string {
  return value.toFixed();
}

/** Whether the number has no fraction. */
export function isWhole({ c: digits, e: exponent }: Decimal): boolean {
  // big.js keeps no trailing zeros, so that every digit past the exponent is one of a fraction.
  return digits.length <= exponent + 1;
}

/** Whether it is an exact number of ours. */
export function isDecimal(value: unknown): value is Decimal {
  return value instanceof Big;
}

/** Zero, to add to or to compare with. */
export const zero: Decimal = new Big(0);

/** The exact sum; zero of an empty list. */
export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), zero);
}
