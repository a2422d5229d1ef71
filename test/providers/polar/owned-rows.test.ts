import { describe, expect, it } from 'vitest';
import {
  createCall,
  type FakeAnswer,
  fakePolar,
  fixture,
  list,
  page,
  plain,
  polarId,
  type Row,
  refusals,
  type SeenRequest,
  valueAt,
} from './support.ts';

const allOfThem = { includeInactive: true };

function subscription(number: number, customer: number, changes: Row = {}): Row {
  return fixture('subscription', { id: polarId(number), customer_id: polarId(customer), ...changes });
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => polarId(index + 1));

async function readIds(answer: (request: SeenRequest) => FakeAnswer, keys: readonly string[]) {
  const { provider, sent } = fakePolar(answer);
  const batch = await provider.subscriptions.ofCustomers(keys, allOfThem, createCall());
  const found = [...batch].map(([key, value]) => [
    key,
    value instanceof Error ? plain(value) : value.map(({ subscriptionId }) => subscriptionId),
  ]);
  return { found: Object.fromEntries(found), sent: sent() };
}

describe('rows of many Polar customers', () => {
  it('come in one call, each with its own customer', async () => {
    const rows = list(subscription(10, 2), subscription(11, 1), subscription(12, 2));
    const { found, sent } = await readIds(() => rows, ids(3));
    expect(found).toEqual({
      [polarId(1)]: [polarId(11)],
      [polarId(2)]: [polarId(10), polarId(12)],
      [polarId(3)]: [],
    });
    expect(sent).toEqual([
      `GET /v1/subscriptions/?customer_id=${polarId(1)}&customer_id=${polarId(2)}&customer_id=${polarId(3)}&limit=100&page=1`,
    ]);
  });

  it('come in calls of fifty customers', async () => {
    const { provider, requests } = fakePolar(() => list());
    const batch = await provider.subscriptions.ofCustomers(ids(101), allOfThem, createCall());
    expect(batch.size).toBe(101);
    expect(requests.map(({ query }) => query.getAll('customer_id'))).toEqual([
      ids(101).slice(0, 50),
      ids(101).slice(50, 100),
      ids(101).slice(100),
    ]);
  });

  it('come from all pages', async () => {
    const { found, sent } = await readIds(
      ({ query }) => page([subscription(Number(query.get('page')) + 9, 1)], { total: 3, pages: 3 }),
      ids(1),
    );
    expect(found).toEqual({ [polarId(1)]: [polarId(10), polarId(11), polarId(12)] });
    expect(sent.map((request) => request.split('&').slice(1).join('&'))).toEqual([
      'limit=100&page=1',
      'limit=100&page=2',
      'limit=100&page=3',
    ]);
  });

  it('are not asked for with an id that would spoil the call, nor with none', async () => {
    const { provider, sent } = fakePolar(() => list());
    const keys = ['orchard-7', polarId(1), '00000000-0000-7000-8000-000000000001'];
    const batch = await provider.subscriptions.ofCustomers(keys, allOfThem, createCall());
    expect([...batch.keys()]).toEqual([polarId(1)]);
    await provider.subscriptions.ofCustomers(['orchard-7'], allOfThem, createCall());
    await provider.subscriptions.ofCustomers([], allOfThem, createCall());
    expect(sent()).toEqual([`GET /v1/subscriptions/?customer_id=${polarId(1)}&limit=100&page=1`]);
  });

  it('count once where a row slips onto the next page', async () => {
    const first = page([subscription(10, 1), subscription(11, 1)], { total: 3, pages: 2 });
    const second = page([subscription(11, 1), subscription(12, 1)], { total: 4, pages: 2 });
    const { found } = await readIds(({ query }) => (query.get('page') === '1' ? first : second), ids(1));
    expect(found).toEqual({ [polarId(1)]: [polarId(10), polarId(11), polarId(12)] });
  });

  it('are to be asked for again where a row may have slipped onto a page already read', async () => {
    const first = page([subscription(10, 1), subscription(11, 1)], { total: 4, pages: 2 });
    const second = page([subscription(13, 1)], { total: 3, pages: 2 });
    const { found } = await readIds(({ query }) => (query.get('page') === '1' ? first : second), ids(1));
    expect(found).toEqual({ [polarId(1)]: 'unavailable: the list changed while it was read' });
  });

  it('are to be asked for again where a row comes twice and so another one not at all', async () => {
    const first = page([subscription(10, 1), subscription(11, 1)], { total: 4, pages: 2 });
    const second = page([subscription(11, 1), subscription(12, 1)], { total: 5, pages: 3 });
    const { found } = await readIds(({ query }) => (query.get('page') === '1' ? first : second), ids(1));
    expect(found).toEqual({ [polarId(1)]: 'unavailable: the list changed while it was read' });
  });

  it('are left out where they are of customers that were not asked for, and prove nothing', async () => {
    const { found } = await readIds(() => list(subscription(10, 8), subscription(11, 1)), ids(2));
    expect(found).toEqual({
      [polarId(1)]: [polarId(11)],
      [polarId(2)]: 'bad-response: rows of others only',
    });
  });

  it('cost only their own customer where one is malformed', async () => {
    const rows = list(subscription(10, 1, { amount: '4900' }), subscription(11, 2), subscription(12, 1));
    const { found } = await readIds(() => rows, ids(2));
    expect(found).toEqual({
      [polarId(1)]: 'bad-response: [0].amount: invalid_union',
      [polarId(2)]: [polarId(11)],
    });
  });

  it('keep rows without an id apart', async () => {
    const rows = list(subscription(10, 1, { id: undefined }), subscription(11, 2, { id: undefined }));
    const { found } = await readIds(() => rows, ids(2));
    expect(found).toEqual({
      [polarId(1)]: 'bad-response: [0].id: invalid_type',
      [polarId(2)]: 'bad-response: [0].id: invalid_type',
    });
  });

  it('fail together where it cannot be told whose a row is', async () => {
    const rows = list(subscription(10, 1), subscription(11, 2, { customer_id: null }));
    const { found } = await readIds(() => rows, ids(2));
    expect(found).toEqual({
      [polarId(1)]: 'bad-response: customer_id: invalid_type',
      [polarId(2)]: 'bad-response: customer_id: invalid_type',
    });
  });

  it('cost only the customers of the call that failed', async () => {
    const { provider } = fakePolar(({ query }) =>
      query.getAll('customer_id').includes(polarId(51)) ? { status: 503, text: '' } : list(),
    );
    const batch = await provider.subscriptions.ofCustomers(ids(51), allOfThem, createCall());
    expect(valueAt(batch, polarId(50))).toEqual([]);
    expect(batch.get(polarId(51))).toMatchObject({ failure: 'unavailable', status: 503 });
  });

  it.each<readonly [string, FakeAnswer, string]>([
    ['the list is missing', { json: { pagination: { total_count: 0, max_page: 0 } } }, 'items: invalid_type'],
    [
      'the list is null',
      { json: { items: null, pagination: { total_count: 0, max_page: 0 } } },
      'items: invalid_type',
    ],
    ['the number of pages is missing', { json: { items: [] } }, 'pagination: invalid_type'],
    [
      'there are fewer than the only page counts',
      page([], { total: 1, pages: 1 }),
      'fewer rows than the total',
    ],
    ['there are absurdly many pages', page([], { total: 9e9, pages: 9e7 }), 'too many pages'],
  ])('are never taken for none where %s', async (_name, answer, detail) => {
    const { found } = await readIds(() => answer, ids(1));
    expect(found).toEqual({ [polarId(1)]: `bad-response: ${detail}` });
  });

  it('are never taken for none where the route is unknown', async () => {
    const { found } = await readIds(() => refusals.unknownRoute, ids(1));
    expect(found).toEqual({ [polarId(1)]: 'rejected: Not Found' });
  });
});
