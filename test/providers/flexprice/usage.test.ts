import { describe, expect, test } from 'vitest';
import {
  createCall,
  decimal,
  failureOf,
  fixture,
  listOf,
  missing,
  now,
  openAccount,
  queryValues,
  rowLike,
} from './support.ts';

const search = 'POST /subscriptions/search';
const summary = 'GET /customers/usage';
const live = { subscriptionId: null };

const summaryWith = (customer: string, features: readonly unknown[]) => ({
  body: { customer_id: customer, features, period: null },
});

const featureUsage = (
  key: string,
  quantity: string,
  limit: number | null,
  resetsAt: string | null = null,
) => ({
  feature: {
    id: `feat_${key}`,
    name: key,
    lookup_key: key,
    type: 'metered',
    unit_singular: '',
    unit_plural: '',
  },
  total_limit: limit,
  current_usage: quantity,
  next_usage_reset_at: resetsAt,
});

describe('usage of a customer with one subscription', () => {
  test('is one call for the customer, with every field that Flexprice has', async () => {
    const { provider, requests } = openAccount({
      [search]: () => listOf([rowLike('subscriptions', {})]),
      [summary]: () => ({ body: fixture('usage') }),
    });
    const batch = await provider.usage.ofCustomers(['cust_birch', 'cust_birch'], live, createCall());
    expect(requests.slice(1).map(({ method, path, query }) => ({ method, path, query }))).toEqual([
      { method: 'GET', path: '/customers/usage', query: [['customer_id', 'cust_birch']] },
    ]);
    expect(batch.get('cust_birch')).toEqual({
      asOf: now,
      charges: [],
      items: [
        {
          feature: 'rides',
          name: 'Rides',
          unit: 'rides',
          quantity: decimal('5120.75'),
          limit: decimal('5000'),
          unlimited: false,
          remaining: decimal('-120.75'),
          charge: null,
          period: null,
          resetsAt: new Date('2026-11-30T18:30:00Z'),
          subscriptionId: 'subs_fleet',
        },
        {
          feature: 'feat_storage',
          name: 'Storage',
          unit: 'gigabyte',
          quantity: decimal('0.000000000000000001'),
          limit: null,
          unlimited: true,
          remaining: null,
          charge: null,
          period: null,
          resetsAt: null,
          subscriptionId: 'subs_fleet',
        },
      ],
    });
  });

  test('tells the time of the answer', async () => {
    const times = [new Date('2026-11-20T10:00:00Z')];
    const { provider } = openAccount({
      [search]: () => listOf([rowLike('subscriptions', {})]),
      [summary]: () => {
        times.unshift(new Date('2026-11-20T10:00:07Z'));
        return { body: fixture('usage') };
      },
    });
    const call = { ...createCall(), now: () => times[0] ?? now };
    const batch = await provider.usage.ofCustomers(['cust_birch'], live, call);
    expect(batch.get('cust_birch')).toMatchObject({ asOf: new Date('2026-11-20T10:00:07Z') });
  });

  test.each([
    ['about another customer', { customer_id: 'cust_cedar', features: [] }, 'another customer'],
    ['about the customer in another case', { customer_id: 'CUST_BIRCH', features: [] }, 'another customer'],
    ['without its features', { customer_id: 'cust_birch' }, 'features: invalid_type'],
    ['about nobody', { features: [] }, 'customer_id: invalid_type'],
  ])('is a bad response when the answer is %s', async (_, body, detail) => {
    const { provider } = openAccount({
      [search]: () => listOf([rowLike('subscriptions', {})]),
      [summary]: () => ({ body }),
    });
    const batch = await provider.usage.ofCustomers(['cust_birch'], live, createCall());
    expect(failureOf(batch.get('cust_birch'))).toEqual({ failure: 'bad-response', detail });
  });
});

describe('usage of a customer without a live subscription', () => {
  test('is empty, without a call for it', async () => {
    const { provider, requests } = openAccount({ [search]: () => listOf([]) });
    const batch = await provider.usage.ofCustomers(['cust_birch'], live, createCall());
    expect(batch.get('cust_birch')).toEqual({ asOf: now, items: [], charges: [] });
    expect(requests).toHaveLength(1);
  });
});

describe('usage of a customer with several subscriptions', () => {
  const twoSubscriptions = () =>
    listOf([rowLike('subscriptions', {}), rowLike('subscriptions', { id: 'subs_second' })]);

  test('is one call for each subscription, summed by feature', async () => {
    const { provider, requests } = openAccount({
      [search]: twoSubscriptions,
      [summary]: (request) =>
        queryValues(request, 'subscription_ids')[0] === 'subs_fleet'
          ? summaryWith('cust_birch', [featureUsage('rides', '0.1', 100), featureUsage('seats', '3', 5)])
          : summaryWith('cust_birch', [featureUsage('rides', '0.2', 50)]),
    });
    const batch = await provider.usage.ofCustomers(['cust_birch'], live, createCall());
    expect(requests.slice(1).map(({ query }) => query)).toEqual([
      [
        ['customer_id', 'cust_birch'],
        ['subscription_ids', 'subs_fleet'],
      ],
      [
        ['customer_id', 'cust_birch'],
        ['subscription_ids', 'subs_second'],
      ],
    ]);
    expect(batch.get('cust_birch')).toMatchObject({
      items: [
        { feature: 'rides', quantity: decimal('0.3'), limit: decimal('150'), remaining: decimal('149.7') },
        { feature: 'seats', quantity: decimal('3'), limit: decimal('5'), subscriptionId: null },
      ],
    });
  });

  test('fails where one of them could not be asked, rather than being too low', async () => {
    const { provider } = openAccount({
      [search]: twoSubscriptions,
      [summary]: (request) =>
        queryValues(request, 'subscription_ids')[0] === 'subs_fleet'
          ? summaryWith('cust_birch', [])
          : { status: 503, body: { code: 'service_unavailable' } },
    });
    const batch = await provider.usage.ofCustomers(['cust_birch'], live, createCall());
    expect(failureOf(batch.get('cust_birch'))).toMatchObject({ failure: 'unavailable' });
  });
});

describe('usage of one subscription', () => {
  test('is one call, without reading the subscriptions', async () => {
    const { provider, requests } = openAccount({ [summary]: () => ({ body: fixture('usage') }) });
    const batch = await provider.usage.ofCustomers(
      ['cust_birch'],
      { subscriptionId: 'subs_x' },
      createCall(),
    );
    expect(requests.map(({ path, query }) => [path, query])).toEqual([
      [
        '/customers/usage',
        [
          ['customer_id', 'cust_birch'],
          ['subscription_ids', 'subs_x'],
        ],
      ],
    ]);
    expect(batch.get('cust_birch')).toMatchObject({
      items: [{ subscriptionId: 'subs_x' }, { subscriptionId: 'subs_x' }],
    });
  });
});

describe('usage of several customers', () => {
  test('reads the subscriptions together, and keeps a failure and an absence to their customers', async () => {
    const keys = ['cust_birch', 'cust_cedar', 'cust_elder', 'cust_fir'];
    const { provider, requests } = openAccount({
      [search]: () =>
        listOf(keys.map((key) => rowLike('subscriptions', { id: `subs_${key}`, customer_id: key }))),
      [summary]: (request) => {
        const [key = ''] = queryValues(request, 'customer_id');
        if (key === 'cust_cedar') return { status: 500, body: '', type: '' };
        return key === 'cust_elder' ? missing : summaryWith(key, [featureUsage('rides', '1', 0)]);
      },
    });
    const batch = await provider.usage.ofCustomers(keys, live, createCall());
    expect(requests).toHaveLength(5);
    expect(batch.get('cust_birch')).toMatchObject({ items: [{ limit: decimal('0'), unlimited: false }] });
    expect(failureOf(batch.get('cust_cedar'))).toMatchObject({ failure: 'unavailable' });
    expect(batch.has('cust_elder')).toBe(false);
    expect(batch.get('cust_fir')).toMatchObject({ items: [{ subscriptionId: 'subs_cust_fir' }] });
  });

  test.each(['a/b', 'acme.io', 'what?#', '100%', 'two words', 'Zoë-東京', '..'])(
    'asks for the id "%s" as it is',
    async (id) => {
      const { provider, requests } = openAccount({ [summary]: () => summaryWith(id, []) });
      const batch = await provider.usage.ofCustomers([id], { subscriptionId: 'subs_x' }, createCall());
      expect(requests.map((request) => queryValues(request, 'customer_id'))).toEqual([[id]]);
      expect(batch.get(id)).toMatchObject({ items: [] });
    },
  );
});
