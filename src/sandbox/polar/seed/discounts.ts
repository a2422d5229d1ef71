import { polarId } from '../organization.ts';
import type { DiscountRecord } from '../records/discount.ts';
import type { Calendar } from './calendar.ts';
import { productId } from './products.ts';

const keys = [
  'loyalty',
  'launch',
  'welcome',
  'rebate',
  'spring',
  'voucher',
  'expired',
  'upcoming',
  'limited',
] as const;

/** One of the seeded discounts. */
export type DiscountKey = (typeof keys)[number];

/** The id of a seeded discount. */
export function discountId(key: DiscountKey): string {
  return polarId('discount', key);
}

/** Every type with every duration, one that has ended, one that has not begun and one that is used up. */
export function createDiscounts(calendar: Calendar): readonly DiscountRecord[] {
  return [...percentages(calendar), ...fixedAmounts(calendar), ...bounded(calendar)];
}

function common(calendar: Calendar, key: DiscountKey, name: string) {
  return {
    id: discountId(key),
    created_at: calendar(-300 + keys.indexOf(key)),
    modified_at: null,
    metadata: {},
    name,
    code: key.toUpperCase(),
    starts_at: null,
    ends_at: null,
    max_redemptions: null,
    max_redemptions_per_customer: null,
    redemptions_count: 3,
    product_ids: [],
  } as const;
}

function percentages(calendar: Calendar): readonly DiscountRecord[] {
  return [
    {
      ...common(calendar, 'loyalty', 'Loyalty'),
      code: null,
      metadata: { campaign: 'loyalty', year: 3 },
      type: 'percentage',
      basis_points: 2000,
      duration: 'forever',
    },
    {
      ...common(calendar, 'launch', 'Launch'),
      type: 'percentage',
      basis_points: 1250,
      duration: 'repeating',
      duration_in_months: 3,
    },
    {
      ...common(calendar, 'welcome', 'Welcome'),
      type: 'percentage',
      basis_points: 10_000,
      duration: 'once',
      product_ids: [productId('pro'), productId('pro-annual')],
    },
  ];
}

function fixedAmounts(calendar: Calendar): readonly DiscountRecord[] {
  return [
    {
      ...common(calendar, 'rebate', 'Rebate'),
      type: 'fixed',
      amounts: { usd: 500, eur: 450, gbp: 400, jpy: 700 },
      duration: 'forever',
    },
    {
      ...common(calendar, 'spring', 'Spring'),
      type: 'fixed',
      amounts: { jpy: 1000, usd: 900 },
      duration: 'repeating',
      duration_in_months: 12,
    },
    {
      ...common(calendar, 'voucher', 'Voucher'),
      type: 'fixed',
      amounts: { gbp: 1000 },
      duration: 'once',
      max_redemptions_per_customer: 1,
    },
  ];
}

function bounded(calendar: Calendar): readonly DiscountRecord[] {
  return [
    {
      ...common(calendar, 'expired', 'Black Friday'),
      starts_at: calendar(-120),
      ends_at: calendar(-60),
      type: 'percentage',
      basis_points: 3000,
      duration: 'forever',
    },
    {
      ...common(calendar, 'upcoming', 'Next summer'),
      starts_at: calendar(60),
      ends_at: calendar(120),
      type: 'percentage',
      basis_points: 1500,
      duration: 'once',
    },
    {
      ...common(calendar, 'limited', 'First ten'),
      max_redemptions: 10,
      redemptions_count: 10,
      type: 'fixed',
      amounts: { usd: 2000 },
      duration: 'once',
    },
  ];
}
