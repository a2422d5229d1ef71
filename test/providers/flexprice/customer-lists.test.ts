import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type CustomerFilter,
  type CustomerList,
  type CustomerOrder,
  newestFirst,
} from '../../../src/billing/customer-list.ts';
import {
  createCall,
  type FakeAccount,
  fixtureRows,
  listOf,
  openAccount,
  rejectionOf,
  refusal,
  rowLike,
} from './support.ts';

const search = 'POST /customers/search';
const equals = (field: string, text: string) => ({
  field,
  operator: 'eq',
  data_type: 'string',
  value: { string: text },
});

const everybody: CustomerFilter = { search: null, email: null, externalIds: null, metadata: [] };
const firstTwenty = { offset: 0, limit: 20 };
const newest = [
  { field: 'created_at', direction: 'desc' },
  { field: 'id', direction: 'asc' },
];

const listsOf = (account: FakeAccount, filter: Partial<CustomerFilter> = {}, order = newestFirst) =>
  account.provider.customerLists.listsOf({ filter: { ...everybody, ...filter }, order });

function onlyList(account: FakeAccount, filter: Partial<CustomerFilter> = {}): CustomerList {
  const [list, ...others] = listsOf(account, filter);
  if (list === undefined || others.length > 0) throw new Error('not one list');
  return list;
}

const windowSchema = z.object({ offset: z.number(), limit: z.number() });

/** An account with so many customers, whose search cuts where it is told to. */
function openMany(count: number): FakeAccount {
  const rows = Array.from({ length: count }, (_, index) => rowLike('customers', { id: `cust_${index}` }));
  return openAccount({
    [search]: ({ body }) => {
      const { offset, limit } = windowSchema.parse(body);
      return listOf(rows.slice(offset, offset + limit), count);
    },
  });
}

describe('a list of customers', () => {
  test('is one search for one window, in an order that tells all of them apart', async () => {
    const account = openAccount({ [search]: () => listOf(fixtureRows('customers'), 57) });
    const window = await onlyList(account).window({ offset: 40, limit: 2 }, createCall());
    expect(account.requests).toMatchObject([{ method: 'POST', path: '/customers/search', query: [] }]);
    expect(account.requests.map(({ body }) => body)).toEqual([{ limit: 2, offset: 40, sort: newest }]);
    expect(window.total).toBe(57);
    expect(window.customers).toMatchObject([
      {
        provider: 'flexprice-eu',
        key: 'cust_birch',
        email: 'books@birch.example',
        raw: { id: 'cust_birch' },
      },
      { key: 'cust_cedar', email: null },
    ]);
  });

  test('can be sorted by anything', () => {
    expect(openAccount({}).provider.customerLists.sorts).toBe(true);
  });

  test.each<readonly [CustomerOrder, object]>([
    [
      { field: 'CREATED_AT', direction: 'ASC' },
      { field: 'created_at', direction: 'asc' },
    ],
    [
      { field: 'NAME', direction: 'ASC' },
      { field: 'name', direction: 'asc' },
    ],
    [
      { field: 'NAME', direction: 'DESC' },
      { field: 'name', direction: 'desc' },
    ],
    [
      { field: 'EMAIL', direction: 'ASC' },
      { field: 'email', direction: 'asc' },
    ],
    [
      { field: 'EMAIL', direction: 'DESC' },
      { field: 'email', direction: 'desc' },
    ],
  ])('is sorted by %j and then by id', async (order, first) => {
    const account = openAccount({ [search]: () => listOf([]) });
    await listsOf(account, {}, order)[0]?.window(firstTwenty, createCall());
    expect(account.requests.map(({ body }) => body)).toEqual([
      { limit: 20, offset: 0, sort: [first, { field: 'id', direction: 'asc' }] },
    ]);
  });

  test('does not rely on the offset that the answer names', async () => {
    const account = openAccount({
      [search]: () => ({
        body: { items: [rowLike('customers', {})], pagination: { total: 8, limit: 1, offset: 7 } },
      }),
    });
    const window = await onlyList(account).window({ offset: 3, limit: 1 }, createCall());
    expect(window).toMatchObject({ total: 8, customers: [{ key: 'cust_birch' }] });
  });

  test('may be shorter than the window, or end before it', async () => {
    const account = openMany(7);
    const list = onlyList(account);
    const end = await list.window({ offset: 5, limit: 20 }, createCall());
    expect(end.customers.map(({ key }) => key)).toEqual(['cust_5', 'cust_6']);
    expect(await list.window({ offset: 20, limit: 20 }, createCall())).toEqual({ customers: [], total: 7 });
    expect(account.requests).toHaveLength(2);
  });

  test('tells how long it is where no row is wanted', async () => {
    const account = openMany(7);
    expect(await onlyList(account).window({ offset: 0, limit: 0 }, createCall())).toEqual({
      customers: [],
      total: 7,
    });
    expect(account.requests.map(({ body }) => body)).toMatchObject([{ limit: 1, offset: 0 }]);
  });

  test('is read a thousand rows at a time where the window is larger', async () => {
    const account = openMany(2600);
    const window = await onlyList(account).window({ offset: 100, limit: 2100 }, createCall());
    expect(account.requests.map(({ body }) => windowSchema.parse(body))).toEqual([
      { offset: 100, limit: 1000 },
      { offset: 1100, limit: 1000 },
      { offset: 2100, limit: 100 },
    ]);
    expect(window.total).toBe(2600);
    expect(window.customers.map(({ key }) => key)).toEqual(
      Array.from({ length: 2100 }, (_, index) => `cust_${index + 100}`),
    );
  });

  test('is not relied on when it changes between the pages of one window', async () => {
    const account = openAccount({
      [search]: ({ body }) =>
        windowSchema.parse(body).offset === 0
          ? listOf(
              Array.from({ length: 1000 }, (_, index) => rowLike('customers', { id: `cust_${index}` })),
              1002,
            )
          : listOf(
              [rowLike('customers', { id: 'cust_999' }), rowLike('customers', { id: 'cust_1000' })],
              1002,
            ),
    });
    expect(
      await rejectionOf(onlyList(account).window({ offset: 0, limit: 1002 }, createCall())),
    ).toMatchObject({
      failure: 'unavailable',
      detail: 'the list changed while it was read',
    });
  });

  test.each([
    ['fewer rows than it says', [rowLike('customers', {})]],
    ['a row that is no customer', [rowLike('customers', {}), { status: 'published' }]],
    [
      'a customer that is malformed',
      [rowLike('customers', {}), rowLike('customers', { id: 'x', created_at: 'now' })],
    ],
  ])('is a bad response with %s, rather than short', async (_, rows) => {
    const account = openAccount({ [search]: () => listOf(rows, 2) });
    expect(await rejectionOf(onlyList(account).window(firstTwenty, createCall()))).toMatchObject({
      failure: 'bad-response',
    });
  });

  test('shows no archived customer', async () => {
    const rows = [rowLike('customers', { status: 'archived' }), rowLike('customers', { id: 'cust_oak' })];
    const account = openAccount({ [search]: () => listOf(rows) });
    const { customers } = await onlyList(account).window(firstTwenty, createCall());
    expect(customers.map(({ key }) => key)).toEqual(['cust_oak']);
  });

  test('fails as the search fails', async () => {
    const account = openAccount({ [search]: () => refusal(503, 'service_unavailable') });
    expect(await rejectionOf(onlyList(account).window(firstTwenty, createCall()))).toMatchObject({
      name: 'ProviderError',
      failure: 'unavailable',
    });
  });
});

describe('a narrowed list of customers', () => {
  test.each<readonly [Partial<CustomerFilter>, object]>([
    [{ email: 'books@birch.example' }, { email: 'books@birch.example' }],
    [{ externalIds: ['birch-7', 'a/b', '100%'] }, { external_ids: ['birch-7', 'a/b', '100%'] }],
    [
      {
        metadata: [
          { key: 'tier', value: 'gold' },
          { key: 'owner', value: '' },
          { key: 'tier', value: 'gold' },
        ],
      },
      { metadata: { tier: 'gold', owner: '' } },
    ],
    [
      { email: 'books@birch.example', externalIds: ['birch-7'], metadata: [{ key: 'tier', value: 'gold' }] },
      { email: 'books@birch.example', external_ids: ['birch-7'], metadata: { tier: 'gold' } },
    ],
    ...['books@birch', '(books)@birch.example', 'büro@birch.example'].map(
      (email) => [{ email }, { filters: [equals('email', email)] }] as const,
    ),
  ])('with %j is asked for as such', async (filter, body) => {
    const account = openAccount({ [search]: () => listOf([]) });
    await onlyList(account, filter).window(firstTwenty, createCall());
    expect(account.requests.map((request) => request.body)).toEqual([
      { ...body, limit: 20, offset: 0, sort: newest },
    ]);
  });

  test.each<Partial<CustomerFilter>>([
    { externalIds: [] },
    { externalIds: [], search: 'birch' },
    { email: 'books at birch' },
    { email: '' },
    { search: 'a\u0000' },
    {
      metadata: [
        { key: 'tier', value: 'gold' },
        { key: 'tier', value: 'silver' },
      ],
    },
  ])('with %j holds nobody, and nobody is asked', async (filter) => {
    const account = openAccount({});
    expect(await onlyList(account, filter).window(firstTwenty, createCall())).toEqual({
      customers: [],
      total: 0,
    });
    expect(account.requests).toEqual([]);
  });
});

describe('a search', () => {
  const contains = (field: string, text: string) => ({
    field,
    operator: 'contains',
    data_type: 'string',
    value: { string: text },
  });
  const lacks = (field: string, text: string) => ({ ...contains(field, text), operator: 'not_contains' });

  test('is three lists, which hold each customer once', async () => {
    const account = openAccount({ [search]: () => listOf([]) });
    const lists = listsOf(account, { search: '100%' });
    for (const list of lists) await list.window({ offset: 3, limit: 5 }, createCall());
    const rest = { limit: 5, offset: 3, sort: newest };
    expect(account.requests.map(({ body }) => body)).toEqual([
      { filters: [contains('external_id', '100%')], ...rest },
      { filters: [contains('name', '100%'), lacks('external_id', '100%')], ...rest },
      {
        filters: [contains('email', '100%'), lacks('external_id', '100%'), lacks('name', '100%')],
        ...rest,
      },
    ]);
  });

  test('is narrowed and sorted like any other list', async () => {
    const account = openAccount({ [search]: () => listOf([]) });
    const order: CustomerOrder = { field: 'NAME', direction: 'ASC' };
    const filter = { search: 'birch', externalIds: ['birch-7'], metadata: [{ key: 'tier', value: 'gold' }] };
    for (const list of listsOf(account, filter, order)) await list.window(firstTwenty, createCall());
    expect(account.requests).toHaveLength(3);
    for (const { body } of account.requests) {
      expect(body).toMatchObject({
        external_ids: ['birch-7'],
        metadata: { tier: 'gold' },
        sort: [
          { field: 'name', direction: 'asc' },
          { field: 'id', direction: 'asc' },
        ],
      });
    }
  });
});
