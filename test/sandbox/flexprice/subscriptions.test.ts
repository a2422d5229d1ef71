import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { openSandbox } from './open-sandbox.ts';
import { listOf } from './rows.ts';

const customers = (...externalIds: readonly string[]) => ({ customer_ids: externalIds.map(idOf.customer) });
const everyStatus = { subscription_status: [] };

function found(filter: object): readonly unknown[] {
  const { json } = openSandbox().post('/subscriptions/search', { limit: 1000, order: 'asc', ...filter });
  return listOf(json, 'items').map((row) => row.get('id'));
}

describe('searching subscriptions', () => {
  const acct5 = ['acct-5', 'acct-5 second', 'acct-5 inherited'];

  test.each<readonly [string, object, readonly string[]]>([
    ['active ones by default', customers('acct-1', 'acct-2', 'acct-7', 'acct-9', 'acct-10'), ['acct-1']],
    [
      'the statuses asked for',
      { ...customers('acct-1', 'acct-2'), subscription_status: ['trialing'] },
      ['acct-2'],
    ],
    ['all for an empty list', { ...customers('acct-10'), ...everyStatus }, ['acct-10', 'acct-10 second']],
    ['those of one customer', { customer_id: idOf.customer('acct-5') }, acct5],
    ['those of an external id', { external_customer_id: 'acct-5' }, acct5],
    [
      'those of an external id rather than of an id',
      { external_customer_id: 'acct-5', customer_id: idOf.customer('acct-1') },
      acct5,
    ],
    ['those with an id', { subscription_ids: [idOf.subscription('acct-3')] }, ['acct-3']],
    ['the children', { parent_subscription_ids: [idOf.subscription('acct-5')] }, ['acct-5 inherited']],
    ['one type', { ...customers('acct-5'), subscription_type: ['parent'] }, ['acct-5']],
    ['one billing period', { billing_period: ['QUARTERLY'] }, ['acct-17']],
    ['one cadence', { ...customers('acct-1'), billing_cadence: ['RECURRING'] }, ['acct-1']],
    ['one plan', { ...customers('acct-5', 'acct-1'), plan_id: idOf.plan('starter') }, ['acct-5 second']],
    ['nothing for another payer', { invoicing_customer_ids: ['cust_none'] }, []],
    ['a period', { ...customers('acct-1', 'acct-4'), start_time: '2026-03-01T00:00:00Z' }, ['acct-1']],
    [
      'a period on its other side',
      { ...customers('acct-1', 'acct-4'), end_time: '2026-05-01T00:00:00Z' },
      ['acct-1'],
    ],
    ['what runs at a time', { ...customers('acct-5'), active_at: '2025-12-01T00:00:00Z' }, ['acct-5']],
    [
      'what a column says',
      { ...customers('acct-15'), filters: [{ field: 'currency', operator: 'eq', value: { string: 'usd' } }] },
      ['acct-15 second'],
    ],
  ])('finds %s', (_, filter, names) => {
    expect(found(filter)).toEqual(names.map(idOf.subscription));
  });

  test('an empty list of customers is no filter', () => {
    expect(found({ customer_ids: [] }).length).toBeGreaterThan(50);
  });

  test('pages tell the next offset', () => {
    const { json } = openSandbox().post('/subscriptions/search', { ...customers('acct-5'), limit: 2 });
    expect(listOf(json, 'items')).toHaveLength(2);
    expect(json).toMatchObject({ pagination: { total: 3, limit: 2, offset: 2 } });
  });

  test.each([
    [{ subscription_status: ['live'] }, 400],
    [{ subscription_type: ['single'] }, 400],
    [{ billing_period: ['monthly'] }, 400],
    [{ billing_cadence: ['ONCE'] }, 400],
    [{ expand: 'invoices' }, 400],
    [{ active_at: 'today' }, 400],
    [{ external_customer_id: 'none' }, 404],
    [{ filters: [{ field: 'currency', operator: 'eq' }] }, 500],
  ])('the filter %j is answered with %i', (filter, status) => {
    expect(openSandbox().post('/subscriptions/search', filter).status).toBe(status);
  });

  test('always fills in the plan, and the customer on demand', () => {
    const sandbox = openSandbox();
    expect(sandbox.post('/subscriptions/search', customers('acct-1')).json).toMatchObject({
      items: [{ plan: { id: idOf.plan('pro'), lookup_key: 'pro', name: 'Pro' }, customer: null }],
    });
    expect(
      sandbox.post('/subscriptions/search', { ...customers('acct-1'), expand: 'customer' }).json,
    ).toMatchObject({
      items: [{ customer: { external_id: 'acct-1' } }],
    });
  });

  test('attaches the entitlements of the whole customer to each of its subscriptions', () => {
    const { json } = openSandbox().post('/subscriptions/search', {
      ...customers('acct-5', 'acct-7'),
      ...everyStatus,
      expand: 'plan,entitlements',
    });
    const [cancelled, ...others] = listOf(json, 'items').toSorted((one) =>
      one.get('subscription_status') === 'cancelled' ? -1 : 1,
    );
    expect(cancelled?.has('entitlements')).toBe(false);
    expect(others).toHaveLength(3);
    for (const row of others) {
      expect(row.get('entitlements')).toMatchObject([
        { feature: { lookup_key: 'api_calls' }, entitlement: { usage_limit: 110_000 } },
        { feature: { lookup_key: 'seats' } },
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
      ]);
    }
  });

  test('attaches no coupon associations, whatever is asked for', () => {
    const filter = {
      ...customers('acct-1'),
      expand: 'coupon_associations,coupon',
      with_coupon_associations: true,
    };
    const { json } = openSandbox().post('/subscriptions/search', filter);
    expect(listOf(json, 'items')[0]?.has('coupon_associations')).toBe(false);
  });

  test.each([{ with_line_items: true }, { expand: 'subscription_line_items' }])(
    'shows line items for %j',
    (filter) => {
      const { json } = openSandbox().post('/subscriptions/search', {
        ...customers('acct-16'),
        ...filter,
      });
      const [row] = listOf(json, 'items');
      expect(row?.get('line_items')).toMatchObject([
        { price_type: 'USAGE', meter_id: idOf.meter('api_calls'), quantity: '0' },
        { price_type: 'USAGE', meter_id: idOf.meter('seats') },
        { price_type: 'USAGE', meter_id: idOf.meter('exports') },
        { price_type: 'FIXED', display_name: 'fee', quantity: '1', currency: 'kwd' },
      ]);
    },
  );
});

describe('one subscription', () => {
  test('has every field that is not empty', () => {
    const { json } = openSandbox().get(`/subscriptions/${idOf.subscription('acct-9')}`);
    expect(json).toMatchObject({
      id: idOf.subscription('acct-9'),
      customer_id: idOf.customer('acct-9'),
      plan_id: idOf.plan('starter'),
      subscription_status: 'paused',
      currency: 'jpy',
      billing_anchor: '2025-10-08T00:00:00Z',
      billing_cycle: 'anniversary',
      start_date: '2025-10-08T00:00:00Z',
      current_period_start: '2026-03-08T00:00:00Z',
      current_period_end: '2026-04-08T00:00:00Z',
      cancel_at: null,
      cancel_at_period_end: false,
      trial_start: null,
      trial_end: null,
      billing_cadence: 'RECURRING',
      billing_period: 'MONTHLY',
      billing_period_count: 1,
      version: 1,
      pause_status: 'active',
      payment_behavior: 'default_active',
      collection_method: 'charge_automatically',
      timezone: 'UTC',
      proration_behavior: 'create_prorations',
      enable_true_up: false,
      subscription_type: 'standalone',
      status: 'published',
      plan: { name: 'Starter' },
      customer: { external_id: 'acct-9' },
    });
    expect(json).not.toHaveProperty('end_date');
    expect(json).not.toHaveProperty('metadata');
  });

  test('that does not exist is not found', () => {
    expect(openSandbox().get('/subscriptions/subs_none')).toMatchObject({
      status: 404,
      json: { code: 'not_found', details: { subscription_id: 'subs_none' } },
    });
  });
});

describe('the subscriptions of an external id', () => {
  test('are the active and trialing ones, without their plans and without a count', () => {
    expect(openSandbox().get('/customers/external/acct-2/subscriptions').json).toMatchObject({
      items: [
        { id: idOf.subscription('acct-2'), subscription_status: 'trialing', plan: null, customer: null },
      ],
      pagination: { total: 0, limit: 0, offset: 0 },
    });
  });

  test.each(['acct-6', 'acct-7'])('of %s are null and not an empty list', (externalId) => {
    expect(openSandbox().get(`/customers/external/${externalId}/subscriptions`).json).toMatchObject({
      items: null,
    });
  });

  test('may be expanded', () => {
    const target =
      '/customers/external/acct-2/subscriptions?expand=subscription_line_items.meters,entitlements';
    const { json } = openSandbox().get(target);
    expect(json).toMatchObject({ items: [{ entitlements: [{}, {}, {}, {}] }] });
    expect(openSandbox().get('/customers/external/acct-2/subscriptions?expand=plan').status).toBe(400);
    expect(openSandbox().get('/customers/external/none/subscriptions').status).toBe(404);
  });
});
