import { describe, expect, test } from 'vitest';
import { createPolar, idOf } from './support.ts';

const amounts = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  rows.map(({ balance, currency }) => [balance, currency]);

describe('wallets', () => {
  test('for billing do not mix with those for usage, though no answer tells the type', () => {
    const polar = createPolar();
    const path = `/v1/wallets/?customer_id=${idOf(polar, 'acct-1')}`;
    expect(amounts(polar.items(`${path}&type=billing`))).toEqual([[12_550, 'eur']]);
    expect(amounts(polar.items(`${path}&type=usage`))).toEqual([[99_999, 'eur']]);
    const both = polar.items(`${path}&type=usage&type=billing`);
    expect(both).toHaveLength(2);
    for (const wallet of both) {
      expect(Object.keys(wallet)).toEqual([
        'id',
        'created_at',
        'modified_at',
        'customer_id',
        'balance',
        'currency',
      ]);
    }
  });

  test.each([
    ['acct-2', [[-350, 'usd']]],
    ['acct-3', [[1500, 'jpy']]],
    ['acct-4', [[12_345, 'kwd']]],
    ['acct-5', [[0, 'gbp']]],
    ['acct-6', []],
    [
      'two-currencies',
      [
        [-98_000, 'jpy'],
        [2000, 'eur'],
      ],
    ],
  ])('of %s hold what was seeded', (externalId, expected) => {
    const rows = createPolar().items(
      `/v1/wallets/?type=billing&external_customer_id=${externalId}&sorting=balance`,
    );
    expect(amounts(rows)).toEqual(expected);
  });

  test('are found by id', () => {
    const polar = createPolar();
    const [wallet] = polar.items('/v1/wallets/');
    expect(polar.get(`/v1/wallets/${wallet?.id}`)).toEqual(wallet);
  });

  test('may be absent', () => {
    const answer = createPolar({ wallets: 'absent' }).ask('GET', '/v1/wallets/?type=billing');
    expect(answer).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
  });

  test('may be forbidden, with the scope that it takes', () => {
    const answer = createPolar({ wallets: 'forbidden' }).ask('GET', '/v1/wallets/?type=billing');
    expect(answer).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    expect(answer.body).not.toHaveProperty('detail');
    expect(answer.headers['www-authenticate']).toMatch(
      /^Bearer realm="polar", scope="wallets:read", error="insufficient_scope", /,
    );
  });
});

describe('the older balance route, where it is still there', () => {
  test.each([
    ['acct-1', { balance: 12_550, currency: 'eur' }],
    ['acct-2', { balance: -350, currency: 'usd' }],
    ['acct-6', { balance: 0, currency: 'usd' }],
  ])('answers the money of %s', (externalId, expected) => {
    const polar = createPolar({ wallets: 'absent', legacyBalance: true });
    expect(polar.get(`/v1/customers/${idOf(polar, externalId)}/balance`)).toEqual(expected);
  });

  test('does not know strangers', () => {
    const polar = createPolar({ legacyBalance: true });
    const answer = polar.ask('GET', '/v1/customers/7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11/balance');
    expect(answer).toMatchObject({ status: 404, body: { error: 'ResourceNotFound' } });
  });
});
