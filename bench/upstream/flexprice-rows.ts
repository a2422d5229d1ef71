import { externalIdOf, flexpriceIdOf } from '../people.ts';

/** What every row has. */
const base = {
  environment_id: 'env_01BENCH0000000000000000000',
  tenant_id: 'tenant_01BENCH0000000000000000000',
  status: 'published',
  created_at: '2026-08-01T09:12:33.123456Z',
  updated_at: '2026-08-01T09:12:33.123456Z',
  created_by: 'user_01BENCH0000000000000000000',
  updated_by: 'user_01BENCH0000000000000000000',
} as const;

const periodStart = '2026-08-01T00:00:00Z';
/** So far off that no run of the bench comes after it. */
const periodEnd = '2099-09-01T00:00:00Z';
const plan = { id: 'plan_01BENCH0000000000000000000', name: 'Pro', lookup_key: 'pro' } as const;
const grantKinds = 10;

/** A row of `POST /customers/search`. */
export function customerOf(number: number) {
  return {
    id: flexpriceIdOf('cust', number),
    external_id: externalIdOf(number),
    name: `Customer ${number + 1}`,
    email: `customer.${number + 1}@example.com`,
    address_line1: 'Invalidenstr. 1',
    address_line2: '',
    address_city: 'Berlin',
    address_state: '',
    address_postal_code: '10115',
    address_country: 'DE',
    timezone: 'Europe/Berlin',
    metadata: { tier: 'gold' },
    ...base,
    created_at: new Date(Date.UTC(2026, 7, 1) - number * 60_000).toISOString(),
  };
}

/** A row of `POST /subscriptions/search`, without expansions. */
export function subscriptionOf(number: number) {
  return {
    id: flexpriceIdOf('subs', number),
    customer_id: flexpriceIdOf('cust', number),
    plan_id: plan.id,
    subscription_status: 'active',
    currency: 'usd',
    billing_anchor: periodStart,
    billing_cycle: 'anniversary',
    start_date: periodStart,
    current_period_start: periodStart,
    current_period_end: periodEnd,
    cancel_at: null,
    cancel_at_period_end: false,
    trial_start: null,
    trial_end: null,
    billing_cadence: 'RECURRING',
    billing_period: 'MONTHLY',
    billing_period_count: 1,
    version: 1,
    pause_status: 'none',
    payment_behavior: 'default_active',
    collection_method: 'charge_automatically',
    timezone: 'UTC',
    proration_behavior: 'create_prorations',
    enable_true_up: false,
    subscription_type: 'standalone',
    ...base,
    plan: { ...plan, description: '', metadata: null, ...base },
    customer: null,
  };
}

interface Feature {
  readonly key: string;
  readonly name: string;
  readonly type: 'metered' | 'boolean';
  readonly unit: string;
  readonly limit: number | null;
  readonly used: string;
  readonly reset: 'MONTHLY' | 'DAILY' | null;
}

const features: readonly Feature[] = [
  {
    key: 'api_calls',
    name: 'API calls',
    type: 'metered',
    unit: 'call',
    limit: 100_000,
    used: '42000',
    reset: 'MONTHLY',
  },
  { key: 'emails', name: 'E-mails', type: 'metered', unit: 'e-mail', limit: 500, used: '73', reset: 'DAILY' },
  {
    key: 'storage_gb',
    name: 'Storage',
    type: 'metered',
    unit: 'gigabyte',
    limit: null,
    used: '127.5',
    reset: 'MONTHLY',
  },
  { key: 'sso', name: 'Single sign-on', type: 'boolean', unit: '', limit: null, used: '0', reset: null },
];

function featureOf({ key, name, type, unit }: Feature) {
  return {
    id: `feat_01BENCH_${key}`,
    name,
    lookup_key: key,
    description: '',
    meter_id: type === 'metered' ? `meter_01BENCH_${key}` : '',
    metadata: null,
    type,
    unit_singular: unit,
    unit_plural: unit && `${unit}s`,
    ...base,
  };
}

function sourceOf({ key, limit }: Feature, number: number) {
  return {
    subscription_id: flexpriceIdOf('subs', number),
    entity_id: plan.id,
    entity_type: 'plan',
    quantity: 1,
    entity_name: plan.name,
    entitlement_id: `ent_01BENCH_${key}`,
    is_enabled: true,
    ...(limit !== null && { usage_limit: limit }),
  };
}

/** The entitlements of a customer, as expansions and `GET /customers/{id}/entitlements` have them. */
export function grantedFeaturesOf(number: number) {
  return features.map((feature) => ({
    feature: featureOf(feature),
    entitlement: {
      is_enabled: true,
      ...(feature.limit !== null && { usage_limit: feature.limit }),
      is_soft_limit: false,
      ...(feature.reset !== null && { usage_reset_period: feature.reset, aggregation_mode: 'additive' }),
    },
    sources: [sourceOf(feature, number)],
  }));
}

/** The answer of `GET /customers/usage`. */
export function usageOf(number: number) {
  return {
    customer_id: flexpriceIdOf('cust', number),
    features: features.map((feature) => ({
      feature: featureOf(feature),
      total_limit: feature.limit,
      is_unlimited: feature.limit === null,
      current_usage: feature.used,
      usage_percent: feature.limit === null ? '0' : String(Number(feature.used) / feature.limit),
      is_enabled: true,
      is_soft_limit: false,
      next_usage_reset_at: feature.reset === null ? null : periodEnd,
      sources: [sourceOf(feature, number)],
    })),
    period: null,
  };
}

/** A row of `GET /customers/{id}/grants/upcoming`. */
export function upcomingGrantOf(number: number) {
  return {
    id: flexpriceIdOf('cga', number),
    credit_grant_id: flexpriceIdOf('cg', number % grantKinds),
    subscription_id: flexpriceIdOf('subs', number),
    scheduled_for: periodEnd,
    period_start: periodEnd,
    period_end: '2099-10-01T00:00:00Z',
    application_status: 'pending',
    credits: '500',
    application_reason: 'recurring_credit_grant',
    subscription_status_at_application: 'active',
    ...base,
  };
}

/** The rows of `GET /creditgrants`: grants of plans, which many customers share. */
export const creditGrants = Array.from({ length: grantKinds }, (_, kind) => ({
  id: flexpriceIdOf('cg', kind),
  name: `Monthly bonus ${kind + 1}`,
  scope: 'PLAN',
  plan_id: plan.id,
  credits: '500',
  cadence: 'RECURRING',
  period: 'MONTHLY',
  period_count: 1,
  expiration_type: 'BILLING_CYCLE',
  priority: 1,
  start_date: periodStart,
  conversion_rate: '0.5',
  topup_conversion_rate: '0.5',
  ...base,
}));

/** A row of `GET /coupons/associations`. */
export function associationOf(number: number) {
  return {
    id: flexpriceIdOf('coupon_assoc', number),
    coupon_id: 'coupon_01BENCH0000000000000000000',
    subscription_id: flexpriceIdOf('subs', number),
    start_date: periodStart,
    ...base,
    coupon: {
      id: 'coupon_01BENCH0000000000000000000',
      name: 'Launch 20',
      redeem_after: null,
      redeem_before: null,
      max_redemptions: null,
      total_redemptions: 3,
      rules: null,
      amount_off: '0',
      percentage_off: '20',
      type: 'percentage',
      cadence: 'forever',
      duration_in_periods: null,
      currency: '',
      coupon_code: 'LAUNCH20',
      metadata: null,
      ...base,
    },
  };
}

/** A row of `GET /customers/{id}/wallets`. */
export function walletOf(number: number) {
  return {
    id: flexpriceIdOf('wallet', number),
    customer_id: flexpriceIdOf('cust', number),
    currency: 'usd',
    balance: '120.5',
    credit_balance: '241',
    wallet_status: 'active',
    name: 'Prepaid',
    description: '',
    metadata: null,
    wallet_type: 'PRE_PAID',
    config: { allowed_price_types: ['USAGE'] },
    conversion_rate: '0.5',
    topup_conversion_rate: '0.5',
    alert_state: 'ok',
    ...base,
  };
}

/** A row of `GET /customers/wallets` with real-time balances. */
export function liveWalletOf(number: number) {
  return {
    ...walletOf(number),
    real_time_balance: '97.35',
    real_time_credit_balance: '194.7',
    balance_updated_at: '2026-08-20T10:00:00Z',
    current_period_usage: '23.15',
    unpaid_invoices_amount: '0',
    is_cached_fallback: false,
  };
}
