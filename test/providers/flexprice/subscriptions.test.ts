import { describe, expect, test } from 'vitest';
import { createCall, failureOf, fixture, listOf, openAccount, rowLike } from './support.ts';

const search = 'POST /subscriptions/search';

describe('subscriptions', () => {
  test('by default are asked for in the states that give access', async () => {
    const { provider, requests } = openAccount({ [search]: () => ({ body: fixture('subscriptions') }) });
    const batch = await provider.subscriptions.ofCustomers(
      ['cust_birch', 'cust_cedar', 'cust_birch'],
      { includeInactive: false },
      createCall(),
    );
    expect(requests.map(({ body }) => body)).toEqual([
      {
        customer_ids: ['cust_birch', 'cust_cedar'],
        subscription_status: ['active', 'trialing'],
        limit: 1000,
        offset: 0,
      },
    ]);
    expect(batch.get('cust_birch')).toHaveLength(3);
    expect(batch.get('cust_cedar')).toEqual([]);
  });

  test('with the inactive ones are asked for in any state', async () => {
    const { provider, requests } = openAccount({ [search]: () => listOf([]) });
    await provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: true }, createCall());
    expect(requests.map(({ body }) => body)).toEqual([
      { customer_ids: ['cust_birch'], subscription_status: [], limit: 1000, offset: 0 },
    ]);
  });

  test('carry every field that Flexprice has', async () => {
    const { provider } = openAccount({ [search]: () => ({ body: fixture('subscriptions') }) });
    const batch = await provider.subscriptions.ofCustomers(
      ['cust_birch'],
      { includeInactive: true },
      createCall(),
    );
    const period = { start: new Date('2026-11-05T00:00:00Z'), end: new Date('2026-12-05T00:00:00Z') };
    expect(batch.get('cust_birch')).toEqual([
      {
        key: 'subs_fleet',
        subscriptionId: 'subs_fleet',
        status: 'ACTIVE',
        providerStatus: 'active',
        plan: 'fleet',
        planName: 'Fleet',
        price: null,
        currentPeriod: period,
        trialEndsAt: null,
        cancelsAt: null,
        startedAt: new Date('2026-10-05T00:00:00Z'),
        endedAt: null,
      },
      {
        key: 'subs_trial',
        subscriptionId: 'subs_trial',
        status: 'TRIALING',
        providerStatus: 'trialing',
        plan: 'plan_spare',
        planName: null,
        price: null,
        currentPeriod: period,
        trialEndsAt: new Date('2026-11-24T00:00:00Z'),
        cancelsAt: period.end,
        startedAt: new Date('2026-10-05T00:00:00Z'),
        endedAt: null,
      },
      {
        key: 'subs_gone',
        subscriptionId: 'subs_gone',
        status: 'CANCELED',
        providerStatus: 'cancelled',
        plan: 'fleet',
        planName: 'Fleet',
        price: null,
        currentPeriod: period,
        trialEndsAt: null,
        cancelsAt: new Date('2026-09-30T00:00:00Z'),
        startedAt: new Date('2026-10-05T00:00:00Z'),
        endedAt: new Date('2026-09-14T10:20:30.500Z'),
      },
    ]);
  });

  test('are read once per request, however many reads start from them', async () => {
    const { provider, requests } = openAccount({
      [search]: () => ({ body: fixture('subscriptions') }),
      'GET /coupons/associations': () => listOf([]),
      'GET /customers/usage': () => ({ body: fixture('usage') }),
    });
    const call = createCall();
    await Promise.all([
      provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: false }, call),
      provider.subscriptions.ofCustomers(['cust_cedar'], { includeInactive: false }, call),
      provider.coupons.ofCustomers(['cust_birch'], { includeInactive: false }, call),
      provider.usage.ofCustomers(['cust_cedar'], { subscriptionId: null }, call),
    ]);
    expect(requests.filter(({ path }) => path === '/subscriptions/search')).toHaveLength(1);
    await provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: false }, createCall());
    expect(requests.filter(({ path }) => path === '/subscriptions/search')).toHaveLength(2);
  });

  test('of a request that reads those in any state anyway come with them', async () => {
    const paused = rowLike('subscriptions', { id: 'subs_paused', subscription_status: 'paused' });
    const { provider, requests } = openAccount({
      [search]: () => listOf([rowLike('subscriptions', {}), paused]),
    });
    const call = createCall();
    const [live, all] = await Promise.all([
      provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: false }, call),
      provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: true }, call),
    ]);
    expect(requests.map(({ body }) => body)).toMatchObject([{ subscription_status: [] }]);
    expect(live.get('cust_birch')).toMatchObject([{ key: 'subs_fleet' }]);
    expect(all.get('cust_birch')).toMatchObject([{ key: 'subs_fleet' }, { key: 'subs_paused' }]);
  });

  test('do not fail because of a row of those in any state', async () => {
    const broken = rowLike('subscriptions', { id: 'subs_former', currency: 5 });
    const { provider, requests } = openAccount({
      [search]: ({ body }) =>
        JSON.stringify(body).includes('active')
          ? listOf([rowLike('subscriptions', {})])
          : listOf([rowLike('subscriptions', {}), broken]),
    });
    const call = createCall();
    const [live, all] = await Promise.all([
      provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: false }, call),
      provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: true }, call),
    ]);
    expect(requests).toHaveLength(2);
    expect(live.get('cust_birch')).toMatchObject([{ key: 'subs_fleet' }]);
    expect(failureOf(all.get('cust_birch'))).toMatchObject({ failure: 'bad-response' });
  });

  test('are a bad response where all rows are of others, rather than none', async () => {
    const { provider } = openAccount({
      [search]: () => listOf([rowLike('subscriptions', { customer_id: 'cust_uninvited' })]),
    });
    const call = createCall();
    const batches = await Promise.all([
      provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: true }, call),
      provider.usage.ofCustomers(['cust_birch'], { subscriptionId: null }, call),
      provider.entitlements.ofCustomers(['cust_birch'], call),
    ]);
    for (const batch of batches) {
      expect(failureOf(batch.get('cust_birch'))).toMatchObject({ failure: 'bad-response' });
    }
  });

  test('keep a malformed row to its own customer', async () => {
    const rows = [
      rowLike('subscriptions', { cancel_at_period_end: 'no' }),
      rowLike('subscriptions', { id: 'subs_cedar', customer_id: 'cust_cedar' }),
      rowLike('subscriptions', { id: 'subs_other', customer_id: 'cust_uninvited', currency: 5 }),
    ];
    const { provider } = openAccount({ [search]: () => listOf(rows) });
    const batch = await provider.subscriptions.ofCustomers(
      ['cust_birch', 'cust_cedar'],
      { includeInactive: false },
      createCall(),
    );
    expect([...batch.keys()]).toEqual(['cust_birch', 'cust_cedar']);
    expect(failureOf(batch.get('cust_birch'))).toEqual({
      failure: 'bad-response',
      detail: 'cancel_at_period_end: invalid_type',
    });
    expect(batch.get('cust_cedar')).toMatchObject([{ key: 'subs_cedar' }]);
  });
});
