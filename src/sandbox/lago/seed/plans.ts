import { uuidOf } from '../../ids.ts';
import type { Interval } from '../billing-period.ts';
import { decimal } from '../decimal.ts';
import type { BillableMetric, Charge, Plan, Pricing, PricingUnit } from '../plan.ts';

/** What is counted. */
export function createMetrics(): readonly BillableMetric[] {
  return [
    metric('api_calls', 'API calls', 'count_agg'),
    metric('storage_gb', 'Storage', 'max_agg'),
    metric('active_users', 'Active users', 'unique_count_agg'),
  ];
}

interface PriceList {
  readonly currency: string;
  /** In the currency's minor unit. */
  readonly starter: number;
  readonly pro: number;
  readonly enterprise: number;
  /** In major units. */
  readonly apiCall: string;
  readonly gigabyte: string;
}

const priceLists: readonly PriceList[] = [
  { currency: 'EUR', starter: 1900, pro: 4900, enterprise: 49900, apiCall: '0.02', gigabyte: '0.25' },
  { currency: 'USD', starter: 1900, pro: 4900, enterprise: 49900, apiCall: '0.02', gigabyte: '0.25' },
  { currency: 'GBP', starter: 1700, pro: 4500, enterprise: 44900, apiCall: '0.018', gigabyte: '0.22' },
  { currency: 'JPY', starter: 2800, pro: 7500, enterprise: 75000, apiCall: '3', gigabyte: '40' },
  { currency: 'KWD', starter: 6250, pro: 15500, enterprise: 155000, apiCall: '0.006', gigabyte: '0.075' },
];

/** What can be subscribed to: four plans per currency, "pro_eur" and so on, and a yearly one. */
export function createPlans(metrics: readonly BillableMetric[], founded: Date): readonly Plan[] {
  return priceLists.flatMap((prices) => {
    const currency = prices.currency.toLowerCase();
    const priced = { amount_currency: prices.currency, created_at: founded };
    return [
      plan({ ...priced, ...hobby, code: `hobby_${currency}`, charges: [] }),
      plan({
        ...priced,
        ...starter,
        code: `starter_${currency}`,
        amount_cents: prices.starter,
        charges: charges(`starter_${currency}`, metrics, starterPricing(prices)),
      }),
      plan({
        ...priced,
        ...pro,
        code: `pro_${currency}`,
        amount_cents: prices.pro,
        charges: charges(`pro_${currency}`, metrics, proPricing(prices)),
      }),
      plan({
        ...priced,
        ...enterprise,
        code: `enterprise_${currency}`,
        amount_cents: prices.enterprise,
        charges: charges(`enterprise_${currency}`, metrics, enterprisePricing(prices)),
      }),
    ];
  });
}

const hobby = {
  name: 'Hobby',
  amount_cents: 0,
  entitlements: { api_calls: { monthly_limit: 1000, overage: false }, seats: { max: 0 } },
};

const starter = {
  name: 'Starter',
  trial_period: 14,
  entitlements: { api_calls: { monthly_limit: 10_000, overage: false }, seats: { max: 3 } },
};

const pro = {
  name: 'Pro',
  pay_in_advance: true,
  entitlements: {
    api_calls: { monthly_limit: 100_000, overage: true },
    seats: { max: 10 },
    sso: { provider: 'google', enforced: false },
    audit_log: {},
  },
};

/** Nothing limits the calls of an enterprise: the privilege has no value on this plan. */
const enterprise = {
  name: 'Enterprise',
  interval: 'yearly' as const,
  entitlements: {
    api_calls: { overage: true },
    seats: { max: 1000 },
    sso: { provider: 'okta', enforced: true },
    audit_log: {},
    'support.desk': { contact: 'desk@harbor.example' },
  },
};

type PlanDefinition = Pick<
  Plan,
  'code' | 'name' | 'amount_cents' | 'amount_currency' | 'charges' | 'entitlements' | 'created_at'
> & { readonly interval?: Interval; readonly trial_period?: number; readonly pay_in_advance?: boolean };

function plan(definition: PlanDefinition): Plan {
  const { code, amount_cents, name } = definition;
  const threshold = {
    lago_id: uuidOf(`lago:threshold:${code}`),
    threshold_display_name: 'First half',
    amount_cents: amount_cents * 20,
    recurring: false,
  };
  return {
    lago_id: uuidOf(`lago:plan:${code}`),
    description: null,
    interval: 'monthly',
    trial_period: 0,
    pay_in_advance: false,
    usage_thresholds: name === 'Enterprise' ? [threshold] : [],
    ...definition,
  };
}

function metric(code: string, name: string, aggregation: string): BillableMetric {
  return { lago_id: uuidOf(`lago:metric:${code}`), name, code, aggregation_type: aggregation };
}

/** Prices by metric. */
type PricingByMetric = Readonly<Record<string, Pricing & { readonly unit?: PricingUnit }>>;

function starterPricing({ apiCall, gigabyte }: PriceList): PricingByMetric {
  return {
    api_calls: { charge_model: 'standard', properties: { amount: decimal(apiCall) } },
    storage_gb: { charge_model: 'standard', properties: { amount: decimal(gigabyte) } },
  };
}

function proPricing({ apiCall, gigabyte }: PriceList): PricingByMetric {
  const range = (from: number, to: number | null, perUnit: string) => ({
    from_value: from,
    to_value: to,
    per_unit_amount: decimal(perUnit),
    flat_amount: 0n,
  });
  return {
    api_calls: {
      charge_model: 'graduated',
      properties: { graduated_ranges: [range(0, 1000, '0'), range(1001, null, apiCall)] },
    },
    storage_gb: { charge_model: 'standard', properties: { amount: decimal(gigabyte) } },
    active_users: {
      charge_model: 'package',
      properties: { amount: decimal(gigabyte), free_units: 5, package_size: 10 },
    },
  };
}

function enterprisePricing({ gigabyte }: PriceList): PricingByMetric {
  return {
    api_calls: {
      charge_model: 'standard',
      properties: { amount: decimal('2') },
      unit: { code: 'TOK', conversion_rate: decimal(gigabyte) },
    },
  };
}

function charges(
  planCode: string,
  metrics: readonly BillableMetric[],
  pricing: PricingByMetric,
): readonly Charge[] {
  return metrics.flatMap((each) => {
    const priced = pricing[each.code];
    if (priced === undefined) return [];
    const { unit = null, ...rest } = priced;
    return [
      {
        lago_id: uuidOf(`lago:charge:${planCode}:${each.code}`),
        code: each.code,
        metric: each,
        invoice_display_name: each.code === 'storage_gb' ? 'Storage (peak)' : null,
        pricing: rest,
        pricing_unit: unit,
      },
    ];
  });
}
