import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createCall, failureOf, listOf, openAccount, queryValues, rowLike } from './support.ts';

const offsetOf = (body: unknown) => z.object({ offset: z.number() }).parse(body).offset;

const subscriptionRows = Array.from({ length: 2300 }, (_, index) =>
  rowLike('subscriptions', {
    id: `subs_${index}`,
    customer_id: index % 2 === 0 ? 'cust_birch' : 'cust_cedar',
  }),
);

function idsOf(value: unknown): readonly string[] {
  return z
    .array(z.object({ key: z.string() }))
    .parse(value)
    .map(({ key }) => key);
}

describe('a list of several pages', () => {
  test('is read to its end, whatever offset the answer names', async () => {
    const { provider, requests } = openAccount({
      'POST /subscriptions/search': ({ body }) =>
        listOf(subscriptionRows.slice(offsetOf(body), offsetOf(body) + 1000), 2300),
    });
    const keys = ['cust_birch', 'cust_cedar'];
    const batch = await provider.subscriptions.ofCustomers(keys, { includeInactive: false }, createCall());
    expect(requests.map(({ body }) => body)).toEqual(
      [0, 1000, 2000].map((offset) => ({
        customer_ids: keys,
        subscription_status: ['active', 'trialing'],
        limit: 1000,
        offset,
      })),
    );
    expect(idsOf(batch.get('cust_birch'))).toHaveLength(1150);
    expect(idsOf(batch.get('cust_cedar')).at(-1)).toBe('subs_2299');
  });

  test('is counted by its rows where the server gives shorter pages than asked for', async () => {
    const { provider, requests } = openAccount({
      'POST /subscriptions/search': ({ body }) =>
        listOf(subscriptionRows.slice(offsetOf(body), offsetOf(body) + 40), 100),
    });
    await provider.subscriptions.ofCustomers(['cust_birch'], { includeInactive: false }, createCall());
    expect(requests.map(({ body }) => offsetOf(body))).toEqual([0, 40, 80]);
  });

  test('gives a row once that moved to the next page meanwhile', async () => {
    const { provider } = openAccount({
      'POST /subscriptions/search': ({ body }) =>
        offsetOf(body) === 0
          ? listOf([rowLike('subscriptions', {}), rowLike('subscriptions', { id: 'subs_moved' })], 3)
          : listOf(
              [rowLike('subscriptions', { id: 'subs_moved' }), rowLike('subscriptions', { id: 'subs_last' })],
              4,
            ),
    });
    const batch = await provider.subscriptions.ofCustomers(
      ['cust_birch'],
      { includeInactive: false },
      createCall(),
    );
    expect(idsOf(batch.get('cust_birch'))).toEqual(['subs_fleet', 'subs_moved', 'subs_last']);
  });

  test('is not relied on when a row comes twice and another one so not at all', async () => {
    const { provider } = openAccount({
      'POST /subscriptions/search': ({ body }) =>
        offsetOf(body) === 0
          ? listOf([rowLike('subscriptions', {}), rowLike('subscriptions', { id: 'subs_moved' })], 3)
          : listOf([rowLike('subscriptions', { id: 'subs_moved' })], 3),
    });
    const batch = await provider.subscriptions.ofCustomers(
      ['cust_birch'],
      { includeInactive: false },
      createCall(),
    );
    expect(failureOf(batch.get('cust_birch'))).toEqual({
      failure: 'unavailable',
      detail: 'the list changed while it was read',
    });
  });

  test('is not read for ever when its pages never end', async () => {
    const { provider, requests } = openAccount({
      'POST /subscriptions/search': ({ body }) =>
        listOf([rowLike('subscriptions', { id: `subs_${offsetOf(body)}` })], 1_000_000),
    });
    const batch = await provider.subscriptions.ofCustomers(
      ['cust_birch'],
      { includeInactive: false },
      createCall(),
    );
    expect(requests).toHaveLength(1000);
    expect(failureOf(batch.get('cust_birch'))).toEqual({
      failure: 'bad-response',
      detail: 'too many pages',
    });
  });

  test('is not relied on when rows left it meanwhile, since one may have moved to a page already read', async () => {
    const { provider } = openAccount({
      'POST /subscriptions/search': ({ body }) =>
        offsetOf(body) === 0 ? listOf(subscriptionRows.slice(0, 1000), 1001) : listOf([], 1000),
    });
    const batch = await provider.subscriptions.ofCustomers(
      ['cust_birch'],
      { includeInactive: false },
      createCall(),
    );
    expect(failureOf(batch.get('cust_birch'))).toEqual({
      failure: 'unavailable',
      detail: 'the list changed while it was read',
    });
  });

  test('pages by the query too', async () => {
    const associations = ['one', 'two', 'three'].map((id) => rowLike('coupon-associations', { id }));
    const { provider, requests } = openAccount({
      'POST /subscriptions/search': () => listOf([rowLike('subscriptions', {})]),
      'GET /coupons/associations': (request) => {
        const offset = Number(queryValues(request, 'offset')[0]);
        return listOf(associations.slice(offset, offset + 2), 3);
      },
    });
    const batch = await provider.coupons.ofCustomers(
      ['cust_birch'],
      { includeInactive: false },
      createCall(),
    );
    expect(idsOf(batch.get('cust_birch'))).toEqual(['one', 'two', 'three']);
    expect(requests.slice(1).map(({ query }) => query)).toEqual([
      [
        ['subscription_ids', 'subs_fleet'],
        ['limit', '1000'],
        ['offset', '0'],
      ],
      [
        ['subscription_ids', 'subs_fleet'],
        ['limit', '1000'],
        ['offset', '2'],
      ],
    ]);
  });

  test.each([
    ['that ends before its total', { items: [], pagination: { total: 1, limit: 1000, offset: 1000 } }],
    [
      'that has a total and null for rows',
      { items: null, pagination: { total: 4, limit: 1000, offset: 1000 } },
    ],
    ['without rows', { pagination: { total: 0, limit: 1000, offset: 1000 } }],
    ['without a total', { items: [] }],
  ])('%s is a bad response rather than a short list', async (_, body) => {
    const { provider } = openAccount({ 'POST /subscriptions/search': () => ({ body }) });
    const batch = await provider.subscriptions.ofCustomers(
      ['cust_birch'],
      { includeInactive: false },
      createCall(),
    );
    expect(failureOf(batch.get('cust_birch'))).toMatchObject({ failure: 'bad-response' });
  });

  test('may say null for no rows', async () => {
    const body = { items: null, pagination: { total: 0, limit: 0, offset: 0 } };
    const { provider } = openAccount({ 'POST /subscriptions/search': () => ({ body }) });
    const batch = await provider.subscriptions.ofCustomers(
      ['cust_birch'],
      { includeInactive: false },
      createCall(),
    );
    expect(batch.get('cust_birch')).toEqual([]);
  });
});
