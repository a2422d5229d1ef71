import { externalIdOf, uuidOf } from '../people.ts';

const createdAt = '2026-08-01T09:12:33.123456Z';
const organization = uuidOf('9', 0);
const product = uuidOf('8', 0);
const base = { created_at: createdAt, modified_at: null } as const;

const meters = [
  { id: uuidOf('7', 0), name: 'API calls', unit: 'scalar', consumed: 42_000, credited: 100_000 },
  { id: uuidOf('7', 1), name: 'E-mails', unit: 'scalar', consumed: 73, credited: 0 },
] as const;

const benefits = [
  {
    id: uuidOf('6', 0),
    ...base,
    type: 'meter_credit',
    description: '100,000 API calls',
    selectable: true,
    deletable: true,
    is_deleted: false,
    metadata: {},
    visibility: 'public',
    organization_id: organization,
    properties: { units: 100_000, rollover: false, meter_id: uuidOf('7', 0) },
  },
  {
    id: uuidOf('6', 1),
    ...base,
    type: 'feature_flag',
    description: 'Single sign-on',
    selectable: true,
    deletable: true,
    is_deleted: false,
    metadata: { flag: 'sso' },
    visibility: 'public',
    organization_id: organization,
    properties: {},
  },
] as const;

const price = {
  id: uuidOf('5', 0),
  ...base,
  source: 'catalog',
  price_currency: 'eur',
  tax_behavior: null,
  is_archived: false,
  product_id: product,
  amount_type: 'fixed',
  price_amount: 2700,
} as const;

/** A row of `GET /v1/customers/`. */
export function customerOf(number: number) {
  return {
    id: uuidOf('c', number),
    ...base,
    metadata: { tier: 'gold' },
    external_id: externalIdOf(number),
    email: `customer.${number + 1}@example.com`,
    email_verified: true,
    type: 'individual',
    name: `Customer ${number + 1}`,
    billing_name: null,
    billing_address: {
      line1: 'Invalidenstr. 1',
      line2: null,
      postal_code: '10115',
      city: 'Berlin',
      state: null,
      country: 'DE',
    },
    tax_id: null,
    locale: 'en',
    default_payment_method_id: null,
    deleted_at: null,
    first_user_event_at: null,
    organization_id: organization,
    avatar_url: `https://avatars.example/${number + 1}`,
  };
}

/** Whose a row is; most rows have the whole customer in them. */
function ownerOf(number: number) {
  return { customer_id: uuidOf('c', number), customer: customerOf(number) };
}

/** A customer's rows of `GET /v1/customer-meters/`. */
export function metersOf(number: number) {
  return meters.map(({ id, name, unit, consumed, credited }, index) => ({
    id: uuidOf(String(index), number),
    ...base,
    ...ownerOf(number),
    meter_id: id,
    consumed_units: consumed,
    credited_units: credited,
    balance: credited - consumed,
    meter: {
      id,
      ...base,
      metadata: {},
      name,
      unit,
      custom_label: null,
      custom_multiplier: null,
      archived_at: null,
      filter: { conjunction: 'and', clauses: [{ property: 'name', operator: 'eq', value: name }] },
      aggregation: { func: 'count' },
      organization_id: organization,
    },
  }));
}

/** A customer's rows of `GET /v1/benefit-grants/`. */
export function grantsOf(number: number) {
  return benefits.map((benefit, index) => ({
    id: uuidOf(String(index + 2), number),
    ...base,
    granted_at: createdAt,
    revoked_at: null,
    subscription_id: uuidOf('b', number),
    order_id: null,
    ...ownerOf(number),
    member_id: null,
    member: null,
    benefit_id: benefit.id,
    benefit,
    properties: {},
    is_granted: true,
    is_revoked: false,
    error: null,
  }));
}

/** A customer's rows of `GET /v1/subscriptions/`. */
export function subscriptionsOf(number: number) {
  return [
    {
      id: uuidOf('b', number),
      ...base,
      ...ownerOf(number),
      status: 'active',
      amount: 2700,
      currency: 'eur',
      recurring_interval: 'month',
      recurring_interval_count: 1,
      current_period_start: '2026-08-01T00:00:00Z',
      // So far off that no run of the bench comes after it.
      current_period_end: '2099-09-01T00:00:00Z',
      current_meter_period_start: null,
      current_meter_period_end: null,
      trial_start: null,
      trial_end: null,
      cancel_at_period_end: false,
      canceled_at: null,
      started_at: createdAt,
      ends_at: null,
      ended_at: null,
      pause_at_period_end: false,
      seats: null,
      product_id: product,
      discount_id: uuidOf('4', 0),
      checkout_id: null,
      customer_cancellation_reason: null,
      customer_cancellation_comment: null,
      metadata: {},
      custom_field_data: {},
      pending_update: null,
      product: {
        id: product,
        ...base,
        name: 'Pro',
        description: null,
        visibility: 'public',
        recurring_interval: 'month',
        recurring_interval_count: 1,
        is_recurring: true,
        is_archived: false,
        metadata: {},
        organization_id: organization,
        prices: [price],
        benefits,
        medias: [],
        attached_custom_fields: [],
      },
      discount: {
        id: uuidOf('4', 0),
        ...base,
        metadata: {},
        name: 'Launch 20',
        code: 'LAUNCH20',
        starts_at: null,
        ends_at: null,
        max_redemptions: null,
        redemptions_count: 3,
        type: 'percentage',
        basis_points: 2000,
        duration: 'forever',
        organization_id: organization,
      },
      prices: [price],
      meters: [],
    },
  ];
}

/** A customer's rows of `GET /v1/wallets/`. */
export function walletsOf(number: number) {
  return [
    {
      id: uuidOf('d', number),
      ...base,
      customer_id: uuidOf('c', number),
      balance: 12_050,
      currency: 'eur',
    },
  ];
}
