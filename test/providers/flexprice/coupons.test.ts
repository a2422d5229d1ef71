import { describe, expect, test } from 'vitest';
import {
  createCall,
  decimal,
  failureOf,
  fixture,
  fixtureRows,
  listOf,
  openAccount,
  queryValues,
  rowLike,
} from './support.ts';

const search = 'POST /subscriptions/search';
const associations = 'GET /coupons/associations';

const activeOnly = { includeInactive: false };
const withInactive = { includeInactive: true };

describe('coupons', () => {
  test('come by way of the live subscriptions, with every field that Flexprice has', async () => {
    const { provider, requests } = openAccount({
      [search]: () => listOf(fixtureRows('subscriptions').slice(0, 2)),
      [associations]: () => ({ body: fixture('coupon-associations') }),
    });
    const batch = await provider.coupons.ofCustomers(['cust_birch', 'cust_cedar'], activeOnly, createCall());
    expect(requests).toHaveLength(2);
    expect(requests[0]?.body).toMatchObject({ subscription_status: ['active', 'trialing'] });
    expect(requests[1]).toMatchObject({
      method: 'GET',
      path: '/coupons/associations',
      query: [
        ['subscription_ids', 'subs_fleet'],
        ['subscription_ids', 'subs_trial'],
        ['limit', '1000'],
        ['offset', '0'],
      ],
    });
    const given = {
      amountRemaining: null,
      periodsRemaining: null,
      status: 'ACTIVE',
      appliedAt: new Date('2026-10-05T00:00:00Z'),
      subscriptionId: 'subs_fleet',
    };
    expect(batch.get('cust_birch')).toEqual([
      {
        ...given,
        key: 'coupon_assoc_autumn',
        couponId: 'coupon_autumn',
        code: 'AUTUMN15',
        name: 'Autumn 15',
        kind: 'PERCENTAGE',
        amountOff: null,
        percentOff: decimal('15.5'),
        duration: 'FOREVER',
        expiresAt: null,
      },
      {
        ...given,
        key: 'coupon_assoc_tenner',
        couponId: 'coupon_tenner',
        code: null,
        name: 'Ten off',
        kind: 'FIXED',
        amountOff: { amount: decimal('10'), currency: 'GBP' },
        percentOff: null,
        duration: 'REPEATING',
        expiresAt: new Date('2027-01-05T00:00:00Z'),
      },
    ]);
    expect(batch.get('cust_cedar')).toEqual([]);
  });

  test('that are not usable now come only when asked for', async () => {
    const routes = {
      [search]: () => ({ body: fixture('subscriptions') }),
      [associations]: () =>
        listOf([
          rowLike('coupon-associations', { id: 'usable' }),
          rowLike('coupon-associations', { id: 'over', end_date: '2026-11-20T09:30:00Z' }),
          rowLike('coupon-associations', { id: 'orphaned', subscription_id: 'subs_gone' }),
        ]),
    };
    const { provider, requests } = openAccount(routes);
    const all = await provider.coupons.ofCustomers(['cust_birch'], withInactive, createCall());
    expect(requests[0]?.body).toMatchObject({ subscription_status: [] });
    expect(all.get('cust_birch')).toMatchObject([
      { key: 'usable', status: 'ACTIVE' },
      { key: 'over', status: 'INACTIVE' },
      { key: 'orphaned', status: 'INACTIVE' },
    ]);
    const active = await provider.coupons.ofCustomers(['cust_birch'], activeOnly, createCall());
    expect(active.get('cust_birch')).toMatchObject([{ key: 'usable' }]);
    expect(active.get('cust_birch')).toHaveLength(1);
  });

  test('of customers without a subscription are none, without a call for them', async () => {
    const { provider, requests } = openAccount({ [search]: () => listOf([]) });
    const batch = await provider.coupons.ofCustomers(['cust_birch'], activeOnly, createCall());
    expect(batch.get('cust_birch')).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  test('are asked for a hundred subscriptions at a time, and a chunk that fails costs its customers only', async () => {
    const rows = Array.from({ length: 101 }, (_, index) =>
      rowLike('subscriptions', {
        id: `subs_${index}`,
        customer_id: index < 100 ? 'cust_birch' : 'cust_cedar',
      }),
    );
    const { provider, requests } = openAccount({
      [search]: () => listOf(rows),
      [associations]: (request) =>
        queryValues(request, 'subscription_ids').length === 1 ? { status: 502, body: '' } : listOf([]),
    });
    const batch = await provider.coupons.ofCustomers(['cust_birch', 'cust_cedar'], activeOnly, createCall());
    expect(requests.slice(1).map((request) => queryValues(request, 'subscription_ids').length)).toEqual([
      100, 1,
    ]);
    expect(batch.get('cust_birch')).toEqual([]);
    expect(failureOf(batch.get('cust_cedar'))).toMatchObject({ failure: 'unavailable' });
  });

  test('are read once where two reads of a request want them', async () => {
    const { provider, requests } = openAccount({
      [search]: () => ({ body: fixture('subscriptions') }),
      [associations]: () => ({ body: fixture('coupon-associations') }),
    });
    const call = createCall();
    await provider.coupons.ofCustomers(['cust_birch'], activeOnly, call);
    await provider.coupons.ofCustomers(['cust_birch'], activeOnly, call);
    expect(requests).toHaveLength(2);
  });

  test('keep a malformed row to its own customer', async () => {
    const { provider } = openAccount({
      [search]: () =>
        listOf([
          rowLike('subscriptions', {}),
          rowLike('subscriptions', { id: 'subs_cedar', customer_id: 'cust_cedar' }),
        ]),
      [associations]: () =>
        listOf([
          rowLike('coupon-associations', { coupon: null }),
          rowLike('coupon-associations', { subscription_id: 'subs_cedar' }),
          rowLike('coupon-associations', { subscription_id: 'subs_uninvited', coupon: 7 }),
        ]),
    });
    const batch = await provider.coupons.ofCustomers(['cust_birch', 'cust_cedar'], activeOnly, createCall());
    expect(failureOf(batch.get('cust_birch'))).toEqual({
      failure: 'bad-response',
      detail: 'coupon: invalid_type',
    });
    expect(batch.get('cust_cedar')).toHaveLength(1);
  });

  test('fail for all when a row does not say which subscription it is of', async () => {
    const { provider } = openAccount({
      [search]: () => listOf([rowLike('subscriptions', {})]),
      [associations]: () => listOf([rowLike('coupon-associations', { subscription_id: null })]),
    });
    const batch = await provider.coupons.ofCustomers(['cust_birch'], activeOnly, createCall());
    expect(failureOf(batch.get('cust_birch'))).toEqual({
      failure: 'bad-response',
      detail: 'subscription_id: invalid_type',
    });
  });
});
