import { polarId } from '../organization.ts';
import type { ProductRecord } from '../records/product.ts';
import { benefitIds } from './benefits.ts';
import type { Calendar } from './calendar.ts';
import { customPrice, fixedPrices, legacyPrice, meteredPrices, seatPrices } from './prices.ts';

const keys = ['free', 'pro', 'pro-annual', 'team', 'metered', 'startup', 'lifetime', 'enterprise'] as const;

/** One of the seeded products. */
export type ProductKey = (typeof keys)[number];

/** The id of a seeded product. */
export function productId(key: ProductKey): string {
  return polarId('product', key);
}

/**
 * Products of every sort: free, with a trial, with meters that start over within the billing period, by seats, by use,
 * from an older time, one-time and not for the public.
 */
export function createProducts(calendar: Calendar): readonly ProductRecord[] {
  return [...subscriptionProducts(calendar), ...otherProducts(calendar)];
}

function common(calendar: Calendar, key: ProductKey, name: string) {
  return {
    id: productId(key),
    created_at: calendar(-380 + keys.indexOf(key)),
    modified_at: null,
    trial_interval: null,
    trial_interval_count: null,
    name,
    description: null,
    visibility: 'public',
    recurring_interval: 'month',
    recurring_interval_count: 1,
    meter_interval: null,
    meter_interval_count: null,
    is_recurring: true,
    is_archived: false,
    metadata: {},
  } as const;
}

function subscriptionProducts(calendar: Calendar): readonly ProductRecord[] {
  const { freeCalls, proCalls, proTokens, teamTokens, singleSignOn, licence, handbook, support } = benefitIds;
  const { community, repository, channel } = benefitIds;
  const proBenefits = [proCalls, proTokens, singleSignOn, licence, handbook, support];
  return [
    {
      ...common(calendar, 'free', 'Free'),
      description: 'To have a look around.',
      prices: fixedPrices(calendar, 'free', { usd: 0, eur: 0, gbp: 0, jpy: 0, kwd: 0 }),
      benefit_ids: [freeCalls],
    },
    {
      ...common(calendar, 'pro', 'Pro'),
      description: 'For people who build things.',
      trial_interval: 'day',
      trial_interval_count: 14,
      metadata: { rank: 2, weight: 0.75, popular: true, family: 'pro' },
      prices: fixedPrices(calendar, 'pro', { usd: 2900, eur: 2700, gbp: 2300, jpy: 4500, kwd: 8900 }),
      benefit_ids: proBenefits,
    },
    {
      ...common(calendar, 'pro-annual', 'Pro, by the year'),
      recurring_interval: 'year',
      meter_interval: 'month',
      meter_interval_count: 1,
      prices: fixedPrices(calendar, 'pro-annual', { usd: 29_000, eur: 27_000, jpy: 45_000 }),
      benefit_ids: proBenefits,
    },
    {
      ...common(calendar, 'team', 'Team'),
      prices: seatPrices(calendar, 'team', { usd: 1900, eur: 1800, gbp: 1500 }),
      benefit_ids: [teamTokens, singleSignOn, community, repository, channel],
    },
  ];
}

function otherProducts(calendar: Calendar): readonly ProductRecord[] {
  const { freeCalls, licence, handbook, support } = benefitIds;
  return [
    {
      ...common(calendar, 'metered', 'Pay as you go'),
      prices: meteredPrices(calendar, 'metered', ['usd', 'eur', 'gbp', 'jpy']),
      benefit_ids: [freeCalls, support],
    },
    {
      ...common(calendar, 'startup', 'Startup (2023)'),
      is_archived: true,
      prices: [legacyPrice(calendar, 'startup', 1500)],
      benefit_ids: [support],
    },
    {
      ...common(calendar, 'lifetime', 'Lifetime'),
      recurring_interval: null,
      recurring_interval_count: null,
      is_recurring: false,
      prices: [customPrice(calendar, 'lifetime')],
      benefit_ids: [licence, handbook],
    },
    {
      ...common(calendar, 'enterprise', 'Enterprise'),
      visibility: 'private',
      recurring_interval: 'year',
      prices: fixedPrices(calendar, 'enterprise', { usd: 1_200_000 }),
      benefit_ids: [benefitIds.proTokens, support, benefitIds.channel],
    },
  ];
}
