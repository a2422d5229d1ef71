import { minorUnitDigits } from './currencies.ts';

/** An exact number with five decimals, the precision of Lago's credit columns: a count of hundred-thousandths. */
export type Decimal = bigint;

const one = 100_000n;

/** The number that a literal spells; throws a RangeError where it spells none. */
export function decimal(literal: string): Decimal {
  const value = parseDecimal(literal);
  if (value === null) throw new RangeError(`not a decimal number: ${literal}`);
  return value;
}

/** The number that the text spells, or null; digits past the fifth decimal are dropped. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const magnitude = BigInt(whole) * one + BigInt(fraction.slice(0, 5).padEnd(5, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

/** A whole number. */
export function whole(value: number): Decimal {
  return BigInt(value) * one;
}

/** The number as Lago writes decimals: at least one decimal ("80.0"), none beyond need ("12.5"). */
export function formatDecimal(value: Decimal): string {
  const magnitude = value < 0n ? -value : value;
  const fraction = String(magnitude % one)
    .padStart(5, '0')
    .replace(/0{1,4}$/, '');
  return `${value < 0n ? '-' : ''}${magnitude / one}.${fraction}`;
}

/** The product, rounded half away from zero. */
export function multiply(left: Decimal, right: Decimal): Decimal {
  return divide(left * right, one);
}

/** An amount in major units as a count of the currency's minor unit, rounded half away from zero. */
export function toMinorUnits(amount: Decimal, currency: string): number {
  return Number(divide(amount * 10n ** BigInt(minorUnitDigits(currency)), one));
}

/** How many whole packages of a size it takes to hold the units. */
export function packagesFor(units: Decimal, size: Decimal): Decimal {
  return units <= 0n ? 0n : ((units + size - 1n) / size) * one;
}

function divide(dividend: bigint, divisor: bigint): bigint {
  const half = dividend < 0n ? -divisor / 2n : divisor / 2n;
  return (dividend + half) / divisor;
}
