import { describe, expect, test } from 'vitest';
import { polarId } from '../../../src/sandbox/polar/organization.ts';
import { createPolar, idOf, now, type PolarUnderTest, type Row } from './support.ts';

function of(polar: PolarUnderTest, externalId: string): readonly Row[] {
  return polar.items(`/v1/subscriptions/?external_customer_id=${externalId}&limit=100`);
}

describe('a subscription', () => {
  test('carries its customer, product, discount and prices', () => {
    const polar = createPolar();
    const [row] = of(polar, 'acct-1');
    expect(row).toMatchObject({
      amount: 2700,
      currency: 'eur',
      recurring_interval: 'month',
      recurring_interval_count: 1,
      status: 'active',
      metadata: { cost_centre: 'R&D', seats: 12, rate: 0.5, trial: false },
      custom_field_data: { employees: 12 },
      customer: { external_id: 'acct-1', type: 'individual' },
      product: { name: 'Pro', meter_interval: null, trial_interval: 'day', trial_interval_count: 14 },
      discount: { name: 'Loyalty', type: 'percentage', basis_points: 2000, duration: 'forever', code: null },
      prices: [{ amount_type: 'fixed', price_amount: 2700, price_currency: 'eur' }],
      meters: [],
      pending_update: null,
      seats: null,
      units: null,
    });
    expect(row?.discount).not.toHaveProperty('products');
    expect(row?.product).toHaveProperty('benefits.5');
    expect(polar.get(`/v1/subscriptions/${row?.id}`)).toEqual(row);
  });

  test.each([
    [
      'acct-2',
      { status: 'trialing', trial_end: '2026-05-25T12:00:00.250000Z', current_meter_period_end: null },
    ],
    ['acct-4', { status: 'active', cancel_at_period_end: true, currency: 'kwd', amount: 8900 }],
    ['acct-5', { status: 'active', pause_at_period_end: true, currency: 'gbp' }],
    ['acct-6', { status: 'past_due', past_due_at: '2026-05-13T12:00:00.250000Z' }],
    ['acct-8', { status: 'canceled', customer_cancellation_reason: 'missing_features' }],
    ['acct-9', { status: 'unpaid' }],
    ['acct-10', { status: 'incomplete_expired' }],
    ['acct-16', { status: 'paused' }],
    ['acct-12', { pending_update: { applies_at: '2026-05-24T12:00:00.250000Z', seats: null, units: null } }],
    [
      'acct-13',
      {
        recurring_interval: 'year',
        product: { meter_interval: 'month' },
        discount: { duration_in_months: 3 },
      },
    ],
    ['acct-18', { prices: [{ legacy: true, type: 'recurring', recurring_interval: 'month' }] }],
    ['acct-19', { discount: { name: 'Black Friday', ends_at: '2026-03-16T12:00:00.250000Z' } }],
    ['acct-20', { discount: { starts_at: '2026-07-14T12:00:00.250000Z' } }],
    ['team-initech', { seats: 5, amount: 9500, prices: [{ amount_type: 'seat_based' }] }],
    ['team-globex', { seats: 2, amount: 3000, currency: 'gbp', customer: { type: 'team' } }],
  ])('of %s shows its case', (externalId, expected) => {
    expect(of(createPolar(), externalId)).toMatchObject([expected]);
  });

  test('with a metered price tells what is due, cut at the cap', () => {
    const [row] = of(createPolar(), 'acct-14');
    expect(row).toMatchObject({
      amount: 0,
      prices: [
        { unit_amount: '0.25', cap_amount: null, meter: { name: 'API calls' } },
        { unit_amount: '12.000000000001', cap_amount: 5000, meter: { unit: 'custom' } },
      ],
      meters: [
        // (4321.125 - 100) × 0.25, rounded
        { consumed_units: 4321.125, credited_units: 100, amount: 1055, meter: { name: 'API calls' } },
        { consumed_units: 1000.5, credited_units: 0, amount: 5000 },
      ],
    });
  });

  test('with a fixed discount has amounts by currency, and the deprecated pair', () => {
    expect(of(createPolar(), 'acct-2')).toMatchObject([
      { discount: { type: 'fixed', amounts: { jpy: 1000, usd: 900 }, amount: 1000, currency: 'jpy' } },
    ]);
  });

  test('that never started hides from the list, not from its own route', () => {
    const polar = createPolar();
    expect(of(polar, 'acct-11')).toEqual([]);
    expect(polar.items('/v1/subscriptions/?status=incomplete')).toEqual([]);
    const id = polarId('subscription', 'acct-11 pro gbp');
    expect(polar.get(`/v1/subscriptions/${id}`)).toMatchObject({ status: 'incomplete', started_at: null });
  });

  test('of a deleted customer comes by its id, with the date of the deletion', () => {
    const polar = createPolar();
    const [row] = polar
      .items(`/v1/subscriptions/?limit=100&status=canceled&sorting=-ended_at`)
      .filter(({ customer }) => JSON.stringify(customer).includes('gone@example.com'));
    const rows = polar.items(`/v1/subscriptions/?customer_id=${row?.customer_id}`);
    expect(rows).toMatchObject([
      { customer: { external_id: 'gone', deleted_at: '2026-04-25T12:00:00.250000Z' } },
    ]);
    expect(of(polar, 'gone')).toEqual([]);
  });

  test('that gives access runs in a period that holds the present', () => {
    const rows = createPolar().items('/v1/subscriptions/?active=true&limit=100');
    expect(rows.length).toBeGreaterThan(40);
    for (const row of rows) {
      expect(Date.parse(String(row.current_period_start))).toBeLessThan(now.getTime());
      expect(Date.parse(String(row.current_period_end))).toBeGreaterThan(now.getTime());
    }
  });
});

describe('the list of subscriptions', () => {
  const statuses = (query: string) =>
    new Set(
      createPolar()
        .items(`/v1/subscriptions/?limit=100&${query}`)
        .map(({ status }) => status),
    );

  test('filters by status, and by the older "active"', () => {
    expect(statuses('status=paused&status=unpaid')).toEqual(new Set(['paused', 'unpaid']));
    expect(statuses('active=true')).toEqual(new Set(['active', 'trialing']));
    expect(statuses('active=false')).toEqual(new Set(['canceled', 'unpaid']));
  });

  test.each([
    ['cancel_at_period_end=true', 1],
    ['customer_cancellation_reason=too_expensive&customer_cancellation_reason=unused', 1],
    ['canceled_at_after=2026-05-10T00:00:00Z', 1],
    ['metadata[rate]=0.5&metadata[trial]=false', 1],
    ['started_after=2027-01-01T00:00:00Z', 0],
    ['external_customer_id=acct-15', 2],
    ['external_customer_id=two-currencies', 2],
    ['external_customer_id=acct-7', 0],
  ])('with %s finds %i', (query, count) => {
    expect(createPolar().items(`/v1/subscriptions/?${query}`)).toHaveLength(count);
  });

  test('filters by product and by discount', () => {
    const polar = createPolar();
    const [team] = polar.items('/v1/products/?query=team');
    expect(polar.items(`/v1/subscriptions/?product_id=${team?.id}`)).toHaveLength(2);
    const [rebate] = polar.items('/v1/discounts/?query=rebate');
    const rows = polar.items(`/v1/subscriptions/?discount_id=${rebate?.id}&sorting=customer`);
    expect(rows.map(({ customer_id }) => customer_id)).toEqual([
      idOf(polar, 'acct-3'),
      idOf(polar, 'team-globex'),
    ]);
  });

  test.each([
    ['status=dead', ['query', 'status', 0]],
    ['customer_cancellation_reason=boredom', ['query', 'customer_cancellation_reason', 0]],
    ['started_after=yesterday', ['query', 'started_after']],
    ['active=2', ['query', 'active']],
  ])('refuses %s', (query, loc) => {
    expect(createPolar().ask('GET', `/v1/subscriptions/?${query}`)).toMatchObject({
      status: 422,
      body: { error: 'RequestValidationError', detail: [{ loc }] },
    });
  });

  test('begins with what started last', () => {
    const starts = createPolar()
      .items('/v1/subscriptions/?limit=100')
      .map(({ started_at }) => Date.parse(String(started_at)));
    expect(starts).toEqual(starts.toSorted((one, other) => other - one));
  });
});
