import { describe, expect, test } from 'vitest';
import {
  bodyIds,
  createCall,
  decimal,
  failureOf,
  fixture,
  fixtureRows,
  listOf,
  missing,
  openAccount,
  rowLike,
} from './support.ts';

const search = 'POST /subscriptions/search';
const one = 'GET /customers/cust_birch/entitlements';
const expanded = 'subscriptions-with-entitlements';

describe('entitlements', () => {
  test('of many customers come with one search, with every field that Flexprice has', async () => {
    const { provider, requests } = openAccount({ [search]: () => ({ body: fixture(expanded) }) });
    const batch = await provider.entitlements.ofCustomers(
      ['cust_birch', 'cust_cedar', 'cust_birch'],
      createCall(),
    );
    expect(requests.map(({ body }) => body)).toEqual([
      {
        customer_ids: ['cust_birch', 'cust_cedar'],
        subscription_status: ['active', 'trialing'],
        expand: 'entitlements',
        limit: 1000,
        offset: 0,
      },
    ]);
    const plan = { kind: 'plan', id: 'plan_fleet', name: 'Fleet', subscriptionId: 'subs_fleet' };
    const plain = {
      limit: null,
      unlimited: false,
      softLimit: false,
      resetPeriod: null,
      values: [],
      meteredBy: null,
    };
    expect(batch.get('cust_birch')).toEqual([
      {
        feature: 'rides',
        name: 'Rides',
        kind: 'METERED',
        enabled: true,
        limit: decimal('5000'),
        unlimited: false,
        softLimit: true,
        resetPeriod: 'MONTHLY',
        values: [],
        sources: [plan, { kind: 'addon', id: 'addon_boost', name: null, subscriptionId: 'subs_fleet' }],
        meteredBy: 'rides',
      },
      {
        ...plain,
        feature: 'feat_storage',
        name: 'Storage',
        kind: 'METERED',
        enabled: true,
        unlimited: true,
        resetPeriod: 'NEVER',
        sources: [plan],
        meteredBy: 'feat_storage',
      },
      { ...plain, feature: 'sso', name: 'Single sign-on', kind: 'BOOLEAN', enabled: true, sources: [plan] },
      {
        ...plain,
        feature: 'support_tier',
        name: 'Support tier',
        kind: 'STATIC',
        enabled: true,
        values: [
          { key: 'value', value: 'gold' },
          { key: 'value', value: '24/7' },
        ],
        sources: [plan],
      },
      {
        ...plain,
        feature: 'regions',
        name: 'Regions',
        kind: 'CONFIG',
        enabled: true,
        values: [
          { key: 'primary', value: 'eu-west' },
          { key: 'replicas', value: '3' },
          { key: 'mirrors', value: '["eu-north"]' },
        ],
        sources: [plan],
      },
    ]);
    expect(batch.get('cust_cedar')).toEqual([]);
  });

  test('are searched for twenty customers at a time, and a chunk that fails costs its own customers', async () => {
    const keys = Array.from({ length: 45 }, (_, index) => `cust_${index}`);
    const { provider, requests } = openAccount({
      [search]: (request) =>
        bodyIds(request, 'customer_ids').includes('cust_20')
          ? { status: 500, body: { code: 'internal_error' } }
          : listOf([]),
    });
    const batch = await provider.entitlements.ofCustomers(keys, createCall());
    expect(requests.map((request) => bodyIds(request, 'customer_ids').length)).toEqual([20, 20, 5]);
    expect(batch.get('cust_19')).toEqual([]);
    expect(failureOf(batch.get('cust_39'))).toMatchObject({ failure: 'unavailable' });
    expect(batch.get('cust_44')).toEqual([]);
  });

  test('of a customer with several subscriptions come once, and name none of them as the source', async () => {
    const rows = [rowLike('subscriptions', {}), rowLike(expanded, { id: 'subs_second' })];
    const { provider, requests } = openAccount({ [search]: () => listOf(rows) });
    const batch = await provider.entitlements.ofCustomers(['cust_birch'], createCall());
    expect(requests).toHaveLength(1);
    expect(batch.get('cust_birch')).toHaveLength(5);
    expect(batch.get('cust_birch')).toMatchObject([
      { sources: [{ id: 'plan_fleet', subscriptionId: null }, { subscriptionId: null }] },
      {},
      {},
      {},
      {},
    ]);
  });

  test('that an answer lists as none are none', async () => {
    const { provider, requests } = openAccount({
      [search]: () => listOf([rowLike(expanded, { entitlements: [] })]),
    });
    const batch = await provider.entitlements.ofCustomers(['cust_birch'], createCall());
    expect(batch.get('cust_birch')).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  test('keep a malformed row to its own customer', async () => {
    const rows = [
      rowLike(expanded, { entitlements: [{ feature: {} }] }),
      rowLike(expanded, { id: 'subs_cedar', customer_id: 'cust_cedar' }),
    ];
    const { provider } = openAccount({ [search]: () => listOf(rows) });
    const batch = await provider.entitlements.ofCustomers(['cust_birch', 'cust_cedar'], createCall());
    expect(failureOf(batch.get('cust_birch'))).toMatchObject({ failure: 'bad-response' });
    expect(batch.get('cust_cedar')).toHaveLength(5);
  });
});

describe('entitlements that the search leaves out, since there are none or they could not be loaded', () => {
  const unexpanded = () => listOf(fixtureRows('subscriptions').slice(0, 1));

  test('are asked for that customer alone', async () => {
    const rows = [
      rowLike('subscriptions', {}),
      rowLike(expanded, { id: 'subs_cedar', customer_id: 'cust_cedar' }),
    ];
    const { provider, requests } = openAccount({
      [search]: () => listOf(rows),
      [one]: () => ({ body: fixture('customer-entitlements') }),
    });
    const batch = await provider.entitlements.ofCustomers(['cust_birch', 'cust_cedar'], createCall());
    expect(requests.slice(1).map(({ method, path, query }) => [method, path, query])).toEqual([
      ['GET', '/customers/cust_birch/entitlements', []],
    ]);
    expect(batch.get('cust_birch')).toMatchObject([
      { feature: 'rides', sources: [{ subscriptionId: 'subs_fleet' }, {}] },
      { feature: 'feat_storage' },
      { feature: 'sso' },
      { feature: 'support_tier' },
      { feature: 'regions' },
    ]);
  });

  test.each([
    [
      'fails',
      { status: 503, body: { code: 'service_unavailable' } },
      { failure: 'unavailable', detail: null },
    ],
    [
      'is about another',
      { body: { customer_id: 'cust_cedar', features: [] } },
      { failure: 'bad-response', detail: 'another customer' },
    ],
    [
      'lacks the features',
      { body: { customer_id: 'cust_birch' } },
      { failure: 'bad-response', detail: 'features: invalid_type' },
    ],
  ])('are an error when that answer %s', async (_, reply, expected) => {
    const { provider } = openAccount({ [search]: unexpanded, [one]: () => reply });
    const batch = await provider.entitlements.ofCustomers(['cust_birch'], createCall());
    expect(failureOf(batch.get('cust_birch'))).toEqual(expected);
  });

  test.each([
    ['none', { body: { customer_id: 'cust_birch', subscriptions: [], features: [] } }, []],
    ['absent when the customer is gone', missing, undefined],
  ])('are %s where that answer says so', async (_, reply, expected) => {
    const { provider } = openAccount({ [search]: unexpanded, [one]: () => reply });
    const batch = await provider.entitlements.ofCustomers(['cust_birch'], createCall());
    expect(batch.get('cust_birch')).toEqual(expected);
  });
});

describe('entitlements asked for together with what starts from the subscriptions', () => {
  test('come with them in one search', async () => {
    const { provider, requests } = openAccount({ [search]: () => ({ body: fixture(expanded) }) });
    const call = createCall();
    const [subscriptions, entitlements] = await Promise.all([
      provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: false }, call),
      provider.entitlements.ofCustomers(['cust_birch'], call),
    ]);
    expect(requests).toHaveLength(1);
    expect(subscriptions.get('cust_birch')).toMatchObject([{ key: 'subs_fleet', status: 'ACTIVE' }]);
    expect(entitlements.get('cust_birch')).toHaveLength(5);
  });

  test('keep the subscriptions that came with them where the others cannot be had at all', async () => {
    const keys = Array.from({ length: 21 }, (_, index) => `cust_${index}`);
    const { provider } = openAccount({
      [search]: (request) =>
        bodyIds(request, 'customer_ids').includes('cust_20')
          ? { status: 500, body: { code: 'internal_error' } }
          : listOf(keys.slice(0, 20).map((key) => rowLike(expanded, { id: `of ${key}`, customer_id: key }))),
    });
    const call = createCall();
    const [subscriptions, entitlements] = await Promise.all([
      provider.subscriptions.ofCustomers(keys, { includeInactive: false }, call),
      provider.entitlements.ofCustomers(keys, call),
    ]);
    for (const batch of [subscriptions, entitlements]) {
      expect(keys.filter((key) => failureOf(batch.get(key)) !== null)).toEqual(['cust_20']);
    }
  });

  test('do not take the subscriptions along when they fail', async () => {
    const { provider, requests } = openAccount({
      [search]: ({ body }) =>
        JSON.stringify(body).includes('expand')
          ? { status: 500, body: { code: 'internal_error' } }
          : { body: fixture('subscriptions') },
    });
    const call = createCall();
    const [subscriptions, entitlements] = await Promise.all([
      provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: false }, call),
      provider.entitlements.ofCustomers(['cust_birch'], call),
    ]);
    expect(requests).toHaveLength(2);
    expect(failureOf(entitlements.get('cust_birch'))).toMatchObject({ failure: 'unavailable' });
    expect(subscriptions.get('cust_birch')).toContainEqual(expect.objectContaining({ key: 'subs_fleet' }));
  });
});
