import { externalIdOf, uuidOf } from '../people.ts';

const createdAt = '2026-08-01T09:12:33Z';

/** Lago's id of a customer's only subscription is its own; this is the application's. */
export function subscriptionIdOf(number: number): string {
  return `sub-${externalIdOf(number)}`;
}

/** Whose a row is, as all rows of a customer tell it. */
function ownerOf(number: number) {
  return { lago_customer_id: uuidOf('a', number), external_customer_id: externalIdOf(number) };
}

/** A row of `GET /customers`. */
export function customerOf(number: number) {
  return {
    lago_id: uuidOf('a', number),
    external_id: externalIdOf(number),
    sequential_id: number + 1,
    slug: `BEN-0001-${number + 1}`,
    name: `Customer ${number + 1}`,
    firstname: null,
    lastname: null,
    legal_name: null,
    legal_number: null,
    email: `customer.${number + 1}@example.com`,
    phone: null,
    url: null,
    logo_url: null,
    tax_identification_number: null,
    external_salesforce_id: null,
    customer_type: 'company',
    account_type: 'customer',
    billing_entity_code: 'bench',
    address_line1: 'Invalidenstr. 1',
    address_line2: null,
    city: 'Berlin',
    zipcode: '10115',
    state: null,
    country: 'DE',
    currency: 'EUR',
    timezone: null,
    applicable_timezone: 'UTC',
    shipping_address: {
      address_line1: null,
      address_line2: null,
      city: null,
      zipcode: null,
      state: null,
      country: null,
    },
    net_payment_term: null,
    finalize_zero_amount_invoice: 'inherit',
    skip_invoice_custom_sections: false,
    created_at: createdAt,
    updated_at: createdAt,
    billing_configuration: {
      invoice_grace_period: null,
      payment_provider: null,
      payment_provider_code: null,
      document_locale: 'en',
    },
    metadata: [],
    integration_customers: [],
    taxes: [],
    applicable_invoice_custom_sections: [],
    error_details: [],
  };
}

/** A row of `GET /subscriptions`. */
export function subscriptionOf(number: number) {
  return {
    lago_id: uuidOf('b', number),
    external_id: subscriptionIdOf(number),
    ...ownerOf(number),
    name: 'Main workspace',
    plan_code: 'pro',
    plan_amount_cents: 4900,
    plan_amount_currency: 'EUR',
    status: 'active',
    billing_time: 'calendar',
    subscription_at: createdAt,
    started_at: createdAt,
    activated_at: createdAt,
    created_at: createdAt,
    trial_ended_at: null,
    ending_at: null,
    terminated_at: null,
    canceled_at: null,
    previous_plan_code: null,
    next_plan_code: null,
    downgrade_plan_date: null,
    on_termination_credit_note: null,
    on_termination_invoice: 'generate',
    cancellation_reason: null,
    current_billing_period_started_at: '2026-08-01T00:00:00Z',
    current_billing_period_ending_at: '2026-08-31T23:59:59Z',
    progressive_billing_disabled: false,
    consolidate_invoice: true,
    payment_method: { payment_method_id: null, payment_method_type: 'provider' },
    activation_rules: [],
  };
}

/** A row of `GET /wallets`, with a rule that tops it up every month. */
export function walletOf(number: number) {
  return {
    lago_id: uuidOf('d', number),
    ...ownerOf(number),
    status: 'active',
    currency: 'EUR',
    name: 'Prepaid',
    code: 'prepaid',
    rate_amount: '1.0',
    balance_cents: 12_050,
    credits_balance: '120.5',
    ongoing_balance_cents: 9735,
    credits_ongoing_balance: '97.35',
    ongoing_usage_balance_cents: 2315,
    credits_ongoing_usage_balance: '23.15',
    consumed_credits: '0.0',
    priority: 50,
    created_at: createdAt,
    expiration_at: null,
    terminated_at: null,
    last_balance_sync_at: createdAt,
    last_consumed_credit_at: null,
    invoice_requires_successful_payment: false,
    paid_top_up_min_amount_cents: null,
    paid_top_up_max_amount_cents: null,
    applies_to: { fee_types: [], billable_metric_codes: [] },
    recurring_transaction_rules: [
      {
        lago_id: uuidOf('e', number),
        status: 'active',
        trigger: 'interval',
        interval: 'monthly',
        method: 'fixed',
        granted_credits: '10.0',
        paid_credits: '0.0',
        target_ongoing_balance: null,
        threshold_credits: '0.0',
        grants_target_top_up: false,
        started_at: createdAt,
        expiration_at: null,
        transaction_name: 'Monthly bonus',
        transaction_metadata: [],
        invoice_requires_successful_payment: false,
        created_at: createdAt,
      },
    ],
    applied_invoice_custom_sections: [],
    payment_method: { payment_method_id: null, payment_method_type: 'provider' },
  };
}

/** A row of `GET /applied_coupons`. */
export function appliedCouponOf(number: number) {
  return {
    lago_id: uuidOf('f', number),
    lago_coupon_id: uuidOf('1', 0),
    ...ownerOf(number),
    coupon_code: 'LAUNCH20',
    coupon_name: 'Launch 20',
    coupon_description: null,
    coupon_status: 'active',
    coupon_deleted_at: null,
    status: 'active',
    amount_cents: null,
    amount_cents_remaining: null,
    amount_currency: null,
    percentage_rate: '20.0',
    frequency: 'forever',
    frequency_duration: null,
    frequency_duration_remaining: null,
    expiration_at: null,
    created_at: createdAt,
    terminated_at: null,
    credits: [],
  };
}

const metrics = [
  { code: 'api_calls', name: 'API calls', units: '42000.0', events: 42_000, cents: 2315 },
  { code: 'emails', name: 'E-mails', units: '73.0', events: 73, cents: 0 },
  { code: 'storage_gb', name: 'Storage', units: '127.5', events: 12, cents: 0 },
] as const;

/** The answer of `GET /customers/{external_id}/current_usage`. */
export const currentUsage = {
  customer_usage: {
    from_datetime: '2026-08-01T00:00:00Z',
    to_datetime: '2026-08-31T23:59:59Z',
    issuing_date: '2026-09-01',
    currency: 'EUR',
    amount_cents: 2315,
    total_amount_cents: 2315,
    taxes_amount_cents: 0,
    lago_invoice_id: null,
    charges_usage: metrics.map(({ code, name, units, events, cents }, index) => ({
      units,
      total_aggregated_units: units,
      events_count: events,
      amount_cents: cents,
      pricing_unit_details: null,
      amount_currency: 'EUR',
      charge: { lago_id: uuidOf('2', index), code, charge_model: 'standard', invoice_display_name: null },
      billable_metric: { lago_id: uuidOf('3', index), name, code, aggregation_type: 'count_agg' },
      filters: [],
      grouped_usage: [],
      presentation_breakdowns: [],
    })),
  },
} as const;

/** The answer of `GET /subscriptions/{external_id}/entitlements`. */
export const entitlements = {
  entitlements: [
    {
      code: 'api_calls',
      name: 'API calls',
      description: 'Calls of the public API',
      privileges: [
        {
          code: 'monthly_limit',
          name: 'Calls per month',
          value_type: 'integer',
          config: {},
          value: 100_000,
          plan_value: 100_000,
          override_value: null,
        },
      ],
      overrides: {},
    },
    { code: 'sso', name: 'Single sign-on', description: null, privileges: [], overrides: {} },
  ],
} as const;
