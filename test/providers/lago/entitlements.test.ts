import { describe, expect, it } from 'vitest';
import {
  createCall,
  createLago,
  fixtureText,
  linesOf,
  ok,
  plain,
  refusal,
  routes,
  subscribed,
} from './support.ts';

describe('entitlements at Lago', () => {
  it('are settings where a feature has privileges and a switch where it has none', async () => {
    const { lago, sent } = createLago(
      routes({
        '/customers/team-7/subscriptions': () => ok(fixtureText('subscriptions')),
        '/subscriptions/team-7-main/entitlements': () => ok(fixtureText('entitlements')),
      }),
    );
    const found = await lago.entitlements.ofCustomers(['team-7'], createCall());
    expect(linesOf(sent)).toEqual([
      'GET /customers/team-7/subscriptions?status[]=active&page=1&per_page=100',
      'GET /subscriptions/team-7-main/entitlements',
    ]);
    const common = {
      enabled: true,
      limit: null,
      unlimited: false,
      softLimit: false,
      resetPeriod: null,
      meteredBy: null,
      sources: [{ kind: 'subscription', id: 'team-7-main', name: 'dome', subscriptionId: 'team-7-main' }],
    };
    expect(plain(found)).toEqual({
      'team-7': [
        {
          ...common,
          feature: 'telescopes',
          name: 'Telescopes',
          kind: 'CONFIG',
          values: [
            { key: 'max', value: '3' },
            { key: 'remote', value: 'false' },
            { key: 'mount', value: 'equatorial' },
          ],
        },
        { ...common, feature: 'night_mode', name: null, kind: 'BOOLEAN', values: [] },
      ],
    });
  });

  it('are asked for once per subscription, whose id may hold anything', async () => {
    const { lago, sent } = createLago((request) =>
      request.path.startsWith('/customers')
        ? subscribed('team-7', 'a/b.c d', 'a/b.c d')(request)
        : ok({ entitlements: [] }),
    );
    const found = await lago.entitlements.ofCustomers(['team-7', 'team-7'], createCall());
    expect(sent.map(({ path }) => path)).toEqual([
      '/customers/team-7/subscriptions',
      '/subscriptions/a%2Fb%2Ec%20d/entitlements',
    ]);
    expect(found.get('team-7')).toEqual([]);
  });

  it('do not come from a subscription that has just ended', async () => {
    const { lago } = createLago(
      routes({
        '/customers/team-7/subscriptions': subscribed('team-7', 'over', 'live'),
        '/subscriptions/over/entitlements': () => refusal(404, 'subscription_not_found'),
        '/subscriptions/live/entitlements': () => ok(fixtureText('entitlements')),
      }),
    );
    const found = await lago.entitlements.ofCustomers(['team-7'], createCall());
    expect(found.get('team-7')).toMatchObject([
      { feature: 'telescopes', sources: [{ id: 'live' }] },
      { feature: 'night_mode' },
    ]);
  });

  it('are none without a subscription and absent without a customer', async () => {
    const { lago } = createLago(
      routes({
        '/customers/team-7/subscriptions': subscribed('team-7'),
        '/customers/gone/subscriptions': () => refusal(404, 'customer_not_found'),
      }),
    );
    const found = await lago.entitlements.ofCustomers(['team-7', 'gone'], createCall());
    expect(found).toEqual(new Map([['team-7', []]]));
  });

  it.each([
    ['an unknown route', refusal(404, 'resource_not_found'), 'rejected'],
    ['a failing server', { status: 500, body: '' }, 'unavailable'],
    ['an answer without a list', ok({}), 'bad-response'],
    [
      'a privilege without a value',
      ok({ entitlements: [{ code: 'x', name: null, privileges: [{ code: 'max', value: null }] }] }),
      'bad-response',
    ],
    ['a feature without its privileges', ok({ entitlements: [{ code: 'x', name: null }] }), 'bad-response'],
  ])('fail for that customer alone on %s', async (_case, answer, failure) => {
    const { lago } = createLago(
      routes({
        '/customers/well/subscriptions': subscribed('well', 'fine'),
        '/customers/team-7/subscriptions': subscribed('team-7', 'live', 'odd'),
        '/subscriptions/fine/entitlements': () => ok(fixtureText('entitlements')),
        '/subscriptions/live/entitlements': () => ok(fixtureText('entitlements')),
        '/subscriptions/odd/entitlements': () => answer,
      }),
    );
    const found = await lago.entitlements.ofCustomers(['well', 'team-7'], createCall());
    expect(found.get('team-7')).toMatchObject({ failure });
    expect(found.get('well')).toHaveLength(2);
  });

  it('fail where no path can carry the id of a subscription', async () => {
    const { lago } = createLago(routes({ '/customers/team-7/subscriptions': subscribed('team-7', '..') }));
    const found = await lago.entitlements.ofCustomers(['team-7'], createCall());
    expect(found.get('team-7')).toMatchObject({ failure: 'bad-response' });
  });
});
