import type { Decimal } from '../../../billing/decimal.ts';
import { fromMinorUnits, type Money } from '../../../billing/money.ts';

/**
 * Money from Polar's count of a currency's smallest units: it counts ariary whole and krónur in hundredths, unlike ISO
 * 4217.
 */
export function fromPolarUnits(units: Decimal, currency: string): Money {
  switch (currency) {
    case 'MGA':
      return { amount: units, currency };
    case 'ISK':
      return { amount: units.times('0.01'), currency };
    default:
      return fromMinorUnits(units, currency);
  }
}
