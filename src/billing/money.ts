import Big from 'big.js';
import type { Decimal } from './decimal.ts';

/** An amount in major units ("12.5" euros) of one currency (ISO 4217, upper case). */
export interface Money {
  readonly amount: Decimal;
  readonly currency: string;
}

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const minorUnitDigitsOf: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** How many decimals the currency's minor unit has: 0 for yen, 2 for euros, 3 for dinars. */
export function minorUnitDigits(currency: string): number {
  return minorUnitDigitsOf[currency] ?? 2;
}

/** Money from a count of minor units (cents), exactly; fractions of a minor unit are kept. */
export function fromMinorUnits(units: Decimal, currency: string): Money {
  const scale = new Big(`1e-${minorUnitDigits(currency)}`);
  return { amount: units.times(scale), currency };
}

/** One exact sum per currency, in alphabetical order of the currencies. Amounts of two currencies are never added. */
export function sumByCurrency(amounts: readonly Money[]): readonly Money[] {
  const totals = new Map<string, Money>();
  for (const money of amounts) {
    const { amount, currency } = money;
    const total = totals.get(currency);
    totals.set(currency, total === undefined ? money : { amount: total.amount.plus(amount), currency });
  }
  return [...totals.values()].sort((one, other) => (one.currency < other.currency ? -1 : 1));
}
