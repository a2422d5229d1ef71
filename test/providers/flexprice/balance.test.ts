import { describe, expect, test } from 'vitest';
import { createCall, decimal, failureOf, fixture, missing, now, openAccount } from './support.ts';

const stored = 'GET /customers/cust_birch/wallets';
const realTime = 'GET /customers/wallets';

const money = { money: true, live: false, credits: false };
const everything = { money: true, live: true, credits: true };

describe('a balance', () => {
  test('with the live figure is one call, with every field that Flexprice has', async () => {
    const { provider, requests } = openAccount({ [realTime]: () => ({ body: fixture('live-wallets') }) });
    const batch = await provider.balance.ofCustomers(['cust_birch', 'cust_birch'], everything, createCall());
    expect(requests.map(({ method, path, query }) => [method, path, query])).toEqual([
      [
        'GET',
        '/customers/wallets',
        [
          ['id', 'cust_birch'],
          ['include_real_time_balance', 'true'],
        ],
      ],
    ]);
    expect(batch.get('cust_birch')).toEqual({
      asOf: now,
      settled: [
        { amount: decimal('84.2'), currency: 'GBP' },
        { amount: decimal('1200'), currency: 'JPY' },
      ],
      live: [
        { amount: decimal('-6.5'), currency: 'GBP' },
        { amount: decimal('1200'), currency: 'JPY' },
      ],
      credits: [{ unit: 'credits', balance: decimal('2117') }],
      wallets: [
        {
          key: 'wallet_rides',
          name: 'Prepaid rides',
          status: 'active',
          settled: { amount: decimal('84.2'), currency: 'GBP' },
          live: { amount: decimal('-6.5'), currency: 'GBP' },
          credits: decimal('2105'),
          expiresAt: null,
          priority: null,
        },
        {
          key: 'wallet_yen',
          name: null,
          status: 'active',
          settled: { amount: decimal('1200'), currency: 'JPY' },
          live: { amount: decimal('1200'), currency: 'JPY' },
          credits: decimal('12'),
          expiresAt: null,
          priority: null,
        },
      ],
    });
  });

  test.each([
    ['the money', money],
    ['the credits', { money: false, live: false, credits: true }],
  ])('of %s alone does not have the live figure worked out', async (_, parts) => {
    const { provider, requests } = openAccount({ [stored]: () => ({ body: fixture('wallets') }) });
    const batch = await provider.balance.ofCustomers(['cust_birch'], parts, createCall());
    expect(requests.map(({ method, path, query }) => [method, path, query])).toEqual([
      ['GET', '/customers/cust_birch/wallets', []],
    ]);
    expect(batch.get('cust_birch')).toMatchObject({
      live: null,
      settled: [{ currency: 'GBP' }, { currency: 'JPY' }],
      wallets: [{ live: null }, { live: null }],
    });
  });

  test('of which nothing is asked costs no call', async () => {
    const { provider, requests } = openAccount({});
    const nothing = { money: false, live: false, credits: false };
    const batch = await provider.balance.ofCustomers(['cust_birch'], nothing, createCall());
    expect(batch.get('cust_birch')).toMatchObject({ asOf: now, settled: [], credits: [], wallets: [] });
    expect(requests).toEqual([]);
  });

  test('is read once where two fields of a request want it', async () => {
    const { provider, requests } = openAccount({ [stored]: () => ({ body: fixture('wallets') }) });
    const call = createCall();
    await Promise.all([
      provider.balance.ofCustomers(['cust_birch'], money, call),
      provider.balance.ofCustomers(['cust_birch'], { ...money, credits: true }, call),
    ]);
    expect(requests).toHaveLength(1);
  });

  test('is one call where one field wants the live figure and another does not', async () => {
    const { provider, requests } = openAccount({ [realTime]: () => ({ body: fixture('live-wallets') }) });
    const call = createCall();
    const [settled, live] = await Promise.all([
      provider.balance.ofCustomers(['cust_birch'], money, call),
      provider.balance.ofCustomers(['cust_birch'], everything, call),
    ]);
    expect(requests).toHaveLength(1);
    expect(settled.get('cust_birch')).toMatchObject({ settled: [{ currency: 'GBP' }, { currency: 'JPY' }] });
    expect(live.get('cust_birch')).toMatchObject({ live: [{ currency: 'GBP' }, { currency: 'JPY' }] });
  });

  test('without the live figure is still there where that figure cannot be had', async () => {
    const { provider } = openAccount({
      [realTime]: () => ({ status: 500, body: { code: 'internal_error' } }),
      [stored]: () => ({ body: fixture('wallets') }),
    });
    const call = createCall();
    const [settled, live] = await Promise.all([
      provider.balance.ofCustomers(['cust_birch'], money, call),
      provider.balance.ofCustomers(['cust_birch'], everything, call),
    ]);
    expect(settled.get('cust_birch')).toMatchObject({ settled: [{ currency: 'GBP' }, { currency: 'JPY' }] });
    expect(failureOf(live.get('cust_birch'))).toMatchObject({ failure: 'unavailable' });
  });

  test('without a wallet is empty, not zero', async () => {
    const { provider } = openAccount({ [stored]: () => ({ body: [] }) });
    const batch = await provider.balance.ofCustomers(['cust_birch'], money, createCall());
    expect(batch.get('cust_birch')).toEqual({ asOf: now, settled: [], live: [], credits: [], wallets: [] });
  });

  test('of a customer that is not there is absent, and a failure stays with its customer', async () => {
    const { provider, requests } = openAccount({
      [realTime]: ({ query }) => {
        switch (query[0]?.[1]) {
          case 'cust_cedar':
            return missing;
          case 'cust_elder':
            return { status: 500, body: { code: 'internal_error' } };
          default:
            return { body: fixture('live-wallets') };
        }
      },
    });
    const keys = ['cust_birch', 'cust_cedar', 'cust_elder'];
    const batch = await provider.balance.ofCustomers(keys, everything, createCall());
    expect(requests).toHaveLength(3);
    expect(batch.get('cust_birch')).toMatchObject({ wallets: [{}, {}] });
    expect(batch.has('cust_cedar')).toBe(false);
    expect(failureOf(batch.get('cust_elder'))).toMatchObject({ failure: 'unavailable' });
  });

  test.each([
    [
      'with a wallet of another customer',
      fixture('wallets').replace('cust_birch', 'cust_cedar'),
      'another customer',
    ],
    ['without an amount', fixture('wallets').replace('"balance": "84.2",', ''), '[0].balance: invalid_union'],
    ['with an amount that is none', fixture('wallets').replace('"84.2"', '""'), '[0].balance: custom'],
    ['with a list in an envelope', '{"items":[]}', '(root): invalid_type'],
    ['with nothing', 'null', '(root): invalid_type'],
  ])('is a bad response %s', async (_, body, detail) => {
    const { provider } = openAccount({ [stored]: () => ({ body }) });
    const batch = await provider.balance.ofCustomers(['cust_birch'], money, createCall());
    expect(failureOf(batch.get('cust_birch'))).toEqual({ failure: 'bad-response', detail });
  });

  test('of an id that no path can carry is absent, without a call', async () => {
    const { provider, requests } = openAccount({});
    const batch = await provider.balance.ofCustomers(['', '.', '..', 'a/b', '\ud800'], money, createCall());
    expect(batch.size).toBe(0);
    expect(requests).toEqual([]);
  });

  test.each([
    ['what?#', '/customers/what%3F%23/wallets'],
    ['100%', '/customers/100%25/wallets'],
    ['two words', '/customers/two%20words/wallets'],
    ['acme.io', '/customers/acme.io/wallets'],
    ['Zoë', '/customers/Zo%C3%AB/wallets'],
  ])('of the id "%s" is asked for at %s', async (id, path) => {
    const { provider, requests } = openAccount({ [`GET ${path}`]: () => ({ body: [] }) });
    const batch = await provider.balance.ofCustomers([id], money, createCall());
    expect(requests.map((request) => request.path)).toEqual([path]);
    expect(batch.has(id)).toBe(true);
  });
});
