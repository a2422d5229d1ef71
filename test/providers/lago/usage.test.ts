import { describe, expect, it } from 'vitest';
import {
  createCall,
  createLago,
  fixtureRecord,
  fixtureText,
  linesOf,
  listed,
  ok,
  plain,
  refusal,
  routes,
  subscribed,
} from './support.ts';

const usage = fixtureRecord('current-usage', 'customer_usage');
const subscription = fixtureRecord('subscriptions', 'subscriptions');

const subscriptionsPath = '/customers/team-7/subscriptions';
const usagePath = '/customers/team-7/current_usage';
const all = { subscriptionId: null };

describe('usage at Lago', () => {
  it('has an item per charge, without limits, and the charges before taxes', async () => {
    const { lago, sent } = createLago(
      routes({
        [subscriptionsPath]: () => ok(fixtureText('subscriptions')),
        [usagePath]: () => ok(fixtureText('current-usage')),
      }),
    );
    const found = await lago.usage.ofCustomers(['team-7'], all, createCall());
    expect(linesOf(sent)).toEqual([
      `GET ${subscriptionsPath}?status[]=active&page=1&per_page=100`,
      `GET ${usagePath}?external_subscription_id=team-7-main&apply_taxes=false`,
    ]);
    const item = {
      unit: null,
      limit: null,
      unlimited: null,
      remaining: null,
      period: { start: '2026-02-12T00:00:00.000Z', end: '2026-03-11T23:59:59.000Z' },
      resetsAt: null,
      subscriptionId: 'team-7-main',
    };
    expect(plain(found)).toEqual({
      'team-7': {
        asOf: '2026-03-10T12:00:00.000Z',
        items: [
          {
            ...item,
            feature: 'exposure',
            name: 'Exposure hours',
            quantity: '84.2',
            charge: { amount: '42.1', currency: 'EUR' },
          },
          {
            ...item,
            feature: 'plates',
            name: 'Plates',
            quantity: '0',
            charge: { amount: '0', currency: 'EUR' },
          },
        ],
        charges: [{ amount: '42.1', currency: 'EUR' }],
      },
    });
  });

  it('is asked for once per active subscription and added per currency', async () => {
    const { lago, sent } = createLago(
      routes({
        [subscriptionsPath]: subscribed('team-7', 'one', 'two', 'yen', 'one'),
        [usagePath]: ({ query }) =>
          ok({
            customer_usage:
              query.external_subscription_id === 'yen'
                ? { ...usage, currency: 'JPY', amount_cents: 700 }
                : usage,
          }),
      }),
    );
    const found = await lago.usage.ofCustomers(['team-7'], all, createCall());
    expect(sent).toHaveLength(4);
    expect(plain(found.get('team-7'))).toMatchObject({
      items: { length: 6 },
      charges: [
        { amount: '84.2', currency: 'EUR' },
        { amount: '700', currency: 'JPY' },
      ],
    });
  });

  it('of one subscription takes one call', async () => {
    const { lago, sent } = createLago(routes({ [usagePath]: () => ok(fixtureText('current-usage')) }));
    const found = await lago.usage.ofCustomers(['team-7'], { subscriptionId: 'a b&c' }, createCall());
    expect(linesOf(sent)).toEqual([`GET ${usagePath}?external_subscription_id=a b&c&apply_taxes=false`]);
    expect(found.get('team-7')).toMatchObject({
      items: [{ subscriptionId: 'a b&c' }, { feature: 'plates' }],
    });
  });

  it('of one subscription is asked for each customer apart', async () => {
    const { lago, sent } = createLago(
      routes({
        '/customers/a/current_usage': () => ok({ customer_usage: usage }),
        '/customers/b/current_usage': () => refusal(405, 'no_active_subscription'),
      }),
    );
    const found = await lago.usage.ofCustomers(['a', 'b'], { subscriptionId: 'main' }, createCall());
    expect(sent).toHaveLength(2);
    expect(found.get('a')).toMatchObject({ items: { length: 2 } });
    expect(found.get('b')).toMatchObject({ items: [], charges: [] });
  });

  it('is not asked for where a subscription is not active, should Lago list it all the same', async () => {
    const row = fixtureRecord('subscriptions', 'subscriptions');
    const { lago, sent } = createLago((request) =>
      listed('subscriptions', [{ ...row, status: 'pending' }], request),
    );
    const found = await lago.usage.ofCustomers(['team-7'], all, createCall());
    expect(sent).toHaveLength(1);
    expect(found.get('team-7')).toMatchObject({ items: [] });
  });

  it('is empty without an active subscription', async () => {
    const { lago, sent } = createLago(routes({ [subscriptionsPath]: subscribed('team-7') }));
    const found = await lago.usage.ofCustomers(['team-7'], all, createCall());
    expect(sent).toHaveLength(1);
    expect(found.get('team-7')).toMatchObject({ items: [], charges: [] });
  });

  it('leaves out a subscription that has just ended', async () => {
    const { lago } = createLago(
      routes({
        [subscriptionsPath]: subscribed('team-7', 'live', 'over'),
        [usagePath]: ({ query }) =>
          query.external_subscription_id === 'over'
            ? refusal(405, 'no_active_subscription')
            : ok({ customer_usage: usage }),
      }),
    );
    const found = await lago.usage.ofCustomers(['team-7'], all, createCall());
    expect(plain(found.get('team-7'))).toMatchObject({
      items: { length: 2 },
      charges: [{ amount: '42.1', currency: 'EUR' }],
    });
  });

  it.each(['customer_not_found', 'resource_not_found'])(
    'of one subscription is absent when the customer is unknown (%s)',
    async (code) => {
      const { lago } = createLago(({ path }) =>
        refusal(404, path === usagePath ? code : 'customer_not_found'),
      );
      const found = await lago.usage.ofCustomers(['team-7'], { subscriptionId: 'main' }, createCall());
      expect(found).toEqual(new Map());
    },
  );

  it('of one subscription is a bad response when the customer is known and only this route is not', async () => {
    const { lago, sent } = createLago(routes({ '/customers/team-7': () => ok(fixtureText('customer')) }));
    const call = createCall();
    await lago.customers.byKeys(['team-7'], call);
    const found = await lago.usage.ofCustomers(['team-7'], { subscriptionId: 'main' }, call);
    expect(found.get('team-7')).toMatchObject({ failure: 'bad-response' });
    expect(sent).toHaveLength(2);
  });

  it.each(['', 'a\u0000b', '\ud800'])('of a subscription %j that nobody has is not asked for', async (id) => {
    const { lago, sent } = createLago(() => undefined);
    const found = await lago.usage.ofCustomers(['team-7'], { subscriptionId: id }, createCall());
    expect(found.get('team-7')).toMatchObject({ items: [], charges: [] });
    expect(sent).toEqual([]);
  });

  it('is absent when the list of subscriptions knows no such customer', async () => {
    const { lago } = createLago(routes({ [subscriptionsPath]: () => refusal(404, 'customer_not_found') }));
    expect(await lago.usage.ofCustomers(['team-7'], all, createCall())).toEqual(new Map());
  });

  it.each([
    ['not be found', refusal(404, 'resource_not_found'), 'bad-response'],
    ['be refused', refusal(405, 'full_usage_not_allowed'), 'rejected'],
    ['be in trouble', { status: 500, body: '' }, 'unavailable'],
    ['be limited', refusal(429, 'too_many_provider_requests'), 'rate-limited'],
    ['lack an amount', ok({ customer_usage: { ...usage, amount_cents: null } }), 'bad-response'],
    ['lack its charges', ok({ customer_usage: { ...usage, charges_usage: undefined } }), 'bad-response'],
  ])('fails for that customer alone should one of its subscriptions %s', async (_case, answer, failure) => {
    const { lago } = createLago(
      routes({
        '/customers/well/subscriptions': subscribed('well', 'live'),
        '/customers/well/current_usage': () => ok({ customer_usage: usage }),
        [subscriptionsPath]: subscribed('team-7', 'live', 'odd'),
        [usagePath]: ({ query }) =>
          query.external_subscription_id === 'odd' ? answer : ok({ customer_usage: usage }),
      }),
    );
    const found = await lago.usage.ofCustomers(['team-7', 'well'], all, createCall());
    expect(found.get('team-7')).toMatchObject({ failure });
    expect(found.get('well')).toMatchObject({ items: { length: 2 } });
  });

  it('of many customers reads their subscriptions from the list over the organization', async () => {
    const owners = ['c1', 'c2', 'c3', 'c4', 'c5'];
    const rows = owners
      .slice(0, 2)
      .map((id) => ({ ...subscription, lago_id: id, external_id: `${id}-main`, external_customer_id: id }));
    const { lago, sent } = createLago((request) =>
      request.path === '/subscriptions'
        ? listed('subscriptions', rows, request)
        : ok({ customer_usage: usage }),
    );
    const found = await lago.usage.ofCustomers(owners, all, createCall());
    expect(linesOf(sent)).toEqual([
      'GET /subscriptions?status[]=active&page=1&per_page=250',
      'GET /customers/c1/current_usage?external_subscription_id=c1-main&apply_taxes=false',
      'GET /customers/c2/current_usage?external_subscription_id=c2-main&apply_taxes=false',
    ]);
    expect(found.get('c1')).toMatchObject({ items: { length: 2 } });
    expect(found.get('c5')).toMatchObject({ items: [] });
  });
});
