import { describe, expect, test } from 'vitest';
import { createPolar } from './support.ts';

describe('pages', () => {
  test('hold ten rows unless told otherwise', () => {
    expect(createPolar().items('/v1/customers/')).toHaveLength(10);
  });

  test('above a hundred rows are cut without a word, and counted as cut', () => {
    const { body } = createPolar().ask('GET', '/v1/benefit-grants/?limit=500');
    expect(body).toMatchObject({ pagination: { max_page: 3 } });
    expect(createPolar().items('/v1/benefit-grants/?limit=500')).toHaveLength(100);
  });

  test('cover every row once', () => {
    const polar = createPolar();
    const ids = [1, 2, 3].flatMap((page) =>
      polar.items(`/v1/customers/?limit=40&page=${page}`).map(({ id }) => id),
    );
    expect(polar.ask('GET', '/v1/customers/?limit=40').body).toMatchObject({
      pagination: { total_count: new Set(ids).size, max_page: 3 },
    });
  });

  test('past the end are empty', () => {
    const { body } = createPolar().ask('GET', '/v1/products/?page=99');
    expect(body).toMatchObject({ items: [], pagination: { total_count: 8, max_page: 1 } });
  });

  test('of nothing count zero pages', () => {
    const { body } = createPolar().ask('GET', '/v1/products/?query=no-such-product');
    expect(body).toEqual({ items: [], pagination: { total_count: 0, max_page: 0 } });
  });

  test.each([
    ['limit=0', 'limit', 'greater_than'],
    ['page=0', 'page', 'greater_than'],
    ['page=-1', 'page', 'greater_than'],
    ['limit=ten', 'limit', 'int_parsing'],
    ['limit=', 'limit', 'int_parsing'],
  ])('with %s are refused', (query, parameter, type) => {
    expect(createPolar().ask('GET', `/v1/products/?${query}`)).toMatchObject({
      status: 422,
      body: { error: 'RequestValidationError', detail: [{ type, loc: ['query', parameter] }] },
    });
  });

  test('tell everything that is wrong with a query at once', () => {
    const { body } = createPolar().ask('GET', '/v1/customers/?limit=0&active=maybe&organization_id=x');
    expect(body).toMatchObject({
      detail: [{ type: 'uuid_parsing' }, { type: 'bool_parsing' }, { type: 'greater_than' }],
    });
  });
});

describe('sorting', () => {
  test('takes several criteria, each ascending or with "-" descending', () => {
    const rows = createPolar().items(
      '/v1/customer-meters/?limit=100&sorting=-credited_units&sorting=consumed_units',
    );
    const pairs = rows.map((row) => [Number(row.credited_units), Number(row.consumed_units)] as const);
    const sorted = pairs.toSorted(
      ([credited, consumed], [otherCredited, otherConsumed]) =>
        otherCredited - credited || consumed - otherConsumed,
    );
    expect(pairs).toEqual(sorted);
    expect(pairs[0]?.[0]).toBe(9_007_199_254_740_991);
  });

  test('puts what is missing last, or first when descending', () => {
    const names = (query: string) =>
      createPolar()
        .items(`/v1/customers/?limit=100&sorting=${query}`)
        .map(({ name }) => name);
    expect(names('name').at(-1)).toBeNull();
    expect(names('-name')[0]).toBeNull();
    expect(names('name')[0]).toBe('Ada Lovelace');
  });

  test('by an unknown word is refused', () => {
    expect(createPolar().ask('GET', '/v1/customers/?sorting=colour')).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'enum', loc: ['query', 'sorting', 0], input: 'colour' }] },
    });
  });
});

describe('filters', () => {
  test('that are repeated are alternatives, while commas and brackets make no list', () => {
    const polar = createPolar();
    const ids = polar.items('/v1/products/?limit=3').map(({ id }) => String(id));
    expect(polar.items(`/v1/products/?${ids.map((id) => `id=${id}`).join('&')}`)).toHaveLength(3);
    expect(polar.ask('GET', `/v1/products/?id=${ids.join(',')}`).status).toBe(422);
    expect(polar.items(`/v1/products/?id[]=${ids[0]}`)).toHaveLength(8);
  });

  test('with one malformed id fail as a whole', () => {
    const polar = createPolar();
    const [customer] = polar.items('/v1/customers/?limit=1');
    const answer = polar.ask('GET', `/v1/subscriptions/?customer_id=${customer?.id}&customer_id=acct-1`);
    expect(answer).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'uuid_parsing', input: 'acct-1' }] },
    });
  });

  test('want UUIDs of version 4', () => {
    const answer = createPolar().ask('GET', '/v1/wallets/?customer_id=7a1f6f0e-52c1-1b58-9d5b-0a4f6c2b9e11');
    expect(answer).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'uuid_version', ctx: { expected_version: 4 } }] },
    });
  });

  test('by another organization find nothing, by the own everything', () => {
    const polar = createPolar();
    const [product] = polar.items('/v1/products/');
    const foreign = '7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11';
    expect(polar.items(`/v1/products/?organization_id=${foreign}`)).toEqual([]);
    expect(polar.items(`/v1/products/?organization_id=${product?.organization_id}`)).toHaveLength(8);
  });

  test('that a route does not have are ignored', () => {
    const polar = createPolar();
    const rows = polar.items('/v1/benefit-grants/?limit=1&type=meter_credit&benefit_id=x');
    expect(rows).toHaveLength(1);
  });
});
