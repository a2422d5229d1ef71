import { polarId } from '../organization.ts';
import type { PriceRecord } from '../records/product.ts';
import type { Calendar } from './calendar.ts';
import { meterIds } from './meters.ts';

/** One price per currency: minor units by lower-case currency. */
export function fixedPrices(
  calendar: Calendar,
  product: string,
  amounts: Readonly<Record<string, number>>,
): readonly PriceRecord[] {
  return Object.entries(amounts).map(([currency, price_amount]) => ({
    ...common(calendar, product, currency),
    amount_type: 'fixed',
    price_amount,
  }));
}

/** Prices per seat, from two seats on, cheaper from the eleventh. */
export function seatPrices(
  calendar: Calendar,
  product: string,
  amounts: Readonly<Record<string, number>>,
): readonly PriceRecord[] {
  return Object.entries(amounts).map(([currency, price_per_seat]) => ({
    ...common(calendar, product, currency),
    amount_type: 'seat_based',
    seat_tiers: {
      seat_tier_type: 'volume',
      tiers: [
        { min_seats: 2, max_seats: 10, price_per_seat },
        { min_seats: 11, max_seats: null, price_per_seat: price_per_seat - 300 },
      ],
      minimum_seats: 2,
      maximum_seats: null,
    },
  }));
}

/** In each currency a price for API calls, and one for storage that ends at a cap. */
export function meteredPrices(
  calendar: Calendar,
  product: string,
  currencies: readonly string[],
): readonly PriceRecord[] {
  return currencies.flatMap((currency) => [
    {
      ...common(calendar, product, `${currency} calls`, currency),
      amount_type: 'metered_unit',
      unit_amount: '0.25',
      cap_amount: null,
      meter_id: meterIds.apiCalls,
    },
    {
      ...common(calendar, product, `${currency} storage`, currency),
      amount_type: 'metered_unit',
      unit_amount: '12.000000000001',
      cap_amount: 5000,
      meter_id: meterIds.storage,
    },
  ]);
}

/** A price that carries its own interval. */
export function legacyPrice(calendar: Calendar, product: string, price_amount: number): PriceRecord {
  return {
    ...common(calendar, product, 'usd'),
    amount_type: 'fixed',
    price_amount,
    type: 'recurring',
    recurring_interval: 'month',
    legacy: true,
  };
}

/** Pay what you want. */
export function customPrice(calendar: Calendar, product: string): PriceRecord {
  return {
    ...common(calendar, product, 'usd'),
    amount_type: 'custom',
    minimum_amount: 5000,
    maximum_amount: null,
    preset_amount: 19_900,
  };
}

function common(calendar: Calendar, product: string, key: string, currency = key) {
  return {
    id: polarId('price', `${product} ${key}`),
    created_at: calendar(-370),
    modified_at: null,
    source: 'catalog',
    price_currency: currency,
    tax_behavior: null,
    is_archived: false,
    product_id: polarId('product', product),
  } as const;
}
