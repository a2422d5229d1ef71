import { describe, expect, it } from 'vitest';
import {
  type CustomerFilter,
  type CustomerOrder,
  type ListRange,
  newestFirst,
} from '../../../src/billing/customer-list.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import {
  createCall,
  type FakeAnswer,
  failureOf,
  fakePolar,
  fixture,
  list,
  page,
  polarId,
  type Row,
  refusals,
  type SeenRequest,
} from './support.ts';

function customer(number: number, changes: Row = {}): Row {
  return fixture('customer', { id: polarId(number), external_id: `orchard-${number}`, ...changes });
}

/** A list of so many customers, in pages as they are asked for. */
function polarOf(count: number) {
  const all = Array.from({ length: count }, (_, index) => customer(index));
  return fakePolar(({ query }: SeenRequest): FakeAnswer => {
    const size = Number(query.get('limit'));
    const start = (Number(query.get('page')) - 1) * size;
    return page(all.slice(start, start + size), { total: count, pages: Math.ceil(count / size) });
  });
}

interface Asked extends Partial<CustomerFilter> {
  readonly order?: CustomerOrder;
  readonly range?: ListRange;
}

/** The external ids in a window of the only list there is, and its total. */
async function windowOf(
  { customerLists }: BillingProvider,
  { order = newestFirst, range = { offset: 0, limit: 20 }, ...conditions }: Asked = {},
) {
  const filter = { search: null, email: null, externalIds: null, metadata: [], ...conditions };
  const lists = customerLists.listsOf({ filter, order });
  expect(lists).toHaveLength(1);
  const window = await lists[0]?.window(range, createCall());
  return { ids: window?.customers.map(({ externalId }) => externalId), total: window?.total };
}

const nobody = { ids: [], total: 0 };

describe('a list of Polar customers', () => {
  it('begins with the newest, in an order as total as Polar can make it', async () => {
    const { provider, sent } = polarOf(3);
    expect(await windowOf(provider, { range: { offset: 0, limit: 2 } })).toEqual({
      ids: ['orchard-0', 'orchard-1'],
      total: 3,
    });
    expect(sent()).toEqual([
      'GET /v1/customers/?sorting=-created_at&sorting=email&sorting=name&limit=2&page=1',
    ]);
    expect(provider.customerLists.sorts).toBe(true);
  });

  it('is sorted as asked', async () => {
    const { provider, requests } = polarOf(1);
    await windowOf(provider, { order: { field: 'NAME', direction: 'ASC' } });
    await windowOf(provider, { order: { field: 'EMAIL', direction: 'DESC' } });
    expect(requests.map(({ query }) => query.getAll('sorting'))).toEqual([
      ['name', '-created_at', 'email'],
      ['-email', '-created_at', 'name'],
    ]);
  });

  it.each<[string, ListRange, readonly string[]]>([
    ['its beginning', { offset: 0, limit: 100 }, ['100 1']],
    ['a window that pages can be cut to', { offset: 40, limit: 20 }, ['20 3']],
    ['a window that lies within a page', { offset: 45, limit: 20 }, ['22 3']],
    ['a window across two pages', { offset: 150, limit: 100 }, ['100 2', '100 3']],
    ['a window past the end', { offset: 340, limit: 20 }, ['20 18']],
  ])('is read in as few pages as can be: %s', async (_what, range, pages) => {
    const { provider, requests } = polarOf(333);
    const { ids, total } = await windowOf(provider, { range });
    const indexes = Array.from({ length: 333 }, (_, index) => index);
    const wanted = indexes.slice(range.offset, range.offset + range.limit);
    expect(ids).toEqual(wanted.map((index) => `orchard-${index}`));
    expect(total).toBe(333);
    expect(requests.map(({ query }) => `${query.get('limit')} ${query.get('page')}`)).toEqual(pages);
  });

  it('is empty where there is nobody', async () => {
    const { provider } = fakePolar(() => list());
    expect(await windowOf(provider)).toEqual(nobody);
  });

  it.each<[string, FakeAnswer, string]>([
    ['a malformed row', list(customer(1), customer(2, { created_at: null })), 'bad-response'],
    ['a deleted customer', list(customer(1, { deleted_at: '2026-03-01T00:00:00Z' })), 'bad-response'],
    ['a 500', { status: 500, text: '' }, 'unavailable'],
    ['a 403', refusals.insufficientScope, 'forbidden'],
  ])('fails with %s, rather than to be short', async (_what, answer, failure) => {
    const { provider } = fakePolar(() => answer);
    expect((await failureOf(windowOf(provider))).failure).toBe(failure);
  });
});

describe('the conditions of a list of Polar customers', () => {
  it('are sent all together', async () => {
    const { provider, requests } = polarOf(1);
    const metadata = [
      { key: 'tier', value: 'gold' },
      { key: 'a&b[', value: '100%' },
    ];
    await windowOf(provider, { search: 'Orch_1', email: 'mira@orchard.example', metadata });
    expect([...(requests[0]?.query ?? [])].filter(([name]) => name !== 'sorting')).toEqual([
      ['query', 'Orch_1'],
      ['email', 'mira@orchard.example'],
      ['metadata[tier]', 'gold'],
      ['metadata[a&b[]', '100%'],
      ['limit', '20'],
      ['page', '1'],
    ]);
  });

  it.each<[string, Asked]>([
    ['no external ids', { externalIds: [] }],
    ['external ids that nobody can have', { externalIds: ['..', 'a\0'] }],
    [
      'two values of one metadata key',
      {
        metadata: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
    ],
    ['an empty metadata key', { metadata: [{ key: '', value: '1' }] }],
    ['NUL', { search: 'a\0' }],
  ])('that nobody can meet ask nobody: %s', async (_what, conditions) => {
    const { provider, requests } = polarOf(3);
    expect(await windowOf(provider, conditions)).toEqual(nobody);
    expect(requests).toEqual([]);
  });

  it('cannot name a metadata key that Polar cannot be sent', async () => {
    const { provider, requests } = polarOf(3);
    const metadata = [{ key: 'a]b', value: '1' }];
    expect((await failureOf(windowOf(provider, { metadata }))).failure).toBe('unsupported');
    expect(requests).toEqual([]);
  });

  it('with a backslash in the search are met by what is found without it', async () => {
    const rows = [customer(1), customer(2, { name: 'orchard\\Mira' }), customer(3, { name: 'ORCHARD\\m' })];
    const { provider, sent } = fakePolar(() => list(...rows));
    expect(await windowOf(provider, { search: 'orchard\\m', range: { offset: 1, limit: 1 } })).toEqual({
      ids: ['orchard-3'],
      total: 2,
    });
    expect(sent()).toEqual([
      'GET /v1/customers/?query=orchard&sorting=-created_at&sorting=email&sorting=name&limit=100&page=1',
    ]);
  });
});

describe('a list of Polar customers by external id', () => {
  /** Four customers, found by external id only. */
  function polarByExternalId(changes: Readonly<Record<string, Row>> = {}) {
    return fakePolar(({ path }) => {
      const externalId = decodeURIComponent(path.split('/').at(-1) ?? '');
      const number = /^orchard-([1-4])$/.exec(externalId)?.[1];
      return number === undefined
        ? refusals.missing
        : { json: customer(Number(number), { name: `N${number}`, ...changes[externalId] }) };
    });
  }

  it('asks for each and sorts them itself', async () => {
    const { provider, sent } = polarByExternalId();
    const externalIds = ['orchard-2', 'orchard-1', 'unknown', 'orchard-1'];
    const order = { field: 'NAME', direction: 'DESC' } as const;
    expect(await windowOf(provider, { externalIds, order })).toEqual({
      ids: ['orchard-2', 'orchard-1'],
      total: 2,
    });
    expect(sent()).toEqual(
      ['orchard-2', 'orchard-1', 'unknown'].map((id) => `GET /v1/customers/external/${id}`),
    );
  });

  it('is cut to the window', async () => {
    const { provider } = polarByExternalId();
    const asked = {
      externalIds: ['orchard-1', 'orchard-2', 'orchard-3', 'orchard-4'],
      order: { field: 'NAME', direction: 'ASC' },
      range: { offset: 1, limit: 2 },
    } as const;
    expect(await windowOf(provider, asked)).toEqual({ ids: ['orchard-2', 'orchard-3'], total: 4 });
  });

  it('meets all other conditions too', async () => {
    const { provider } = polarByExternalId({
      'orchard-2': { email: 'other@orchard.example' },
      'orchard-3': { metadata: { segment: 'retail' } },
      'orchard-4': { name: 'Search me', metadata: { 'a]b': true } },
    });
    const externalIds = ['orchard-1', 'orchard-2', 'orchard-3', 'orchard-4'];
    const ids = async (conditions: Asked) => (await windowOf(provider, { externalIds, ...conditions })).ids;
    expect(await ids({ email: 'Other@orchard.example' })).toEqual(['orchard-2']);
    expect(await ids({ metadata: [{ key: 'segment', value: 'retail' }] })).toEqual(['orchard-3']);
    expect(await ids({ search: 'SEARCH', metadata: [{ key: 'a]b', value: 'true' }] })).toEqual(['orchard-4']);
  });

  it('fails where one of them cannot be read', async () => {
    const { provider } = fakePolar(({ path }) =>
      path.endsWith('orchard-2') ? { status: 503, text: '' } : { json: customer(1) },
    );
    const failure = await failureOf(windowOf(provider, { externalIds: ['orchard-1', 'orchard-2'] }));
    expect(failure.failure).toBe('unavailable');
  });
});
