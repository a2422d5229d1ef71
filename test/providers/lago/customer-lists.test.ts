import { describe, expect, it } from 'vitest';
import type { Call } from '../../../src/billing/call.ts';
import {
  type CustomerFilter,
  type CustomerOrder,
  type ListRange,
  newestFirst,
} from '../../../src/billing/customer-list.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { person } from './organization.ts';
import {
  type Answer,
  createCall,
  createLago,
  type Fields,
  failureOf,
  linesOf,
  listed,
  ok,
  refusal,
  type SentRequest,
} from './support.ts';

interface Wanted {
  readonly filter?: Partial<CustomerFilter>;
  readonly order?: CustomerOrder;
  readonly range?: ListRange;
  readonly call?: Call;
}

const everybody: CustomerFilter = { search: null, email: null, externalIds: null, metadata: [] };

function readList(
  lago: BillingProvider,
  { filter, order = newestFirst, range = { offset: 0, limit: 20 }, call = createCall() }: Wanted = {},
) {
  const [list, ...others] = lago.customerLists.listsOf({ filter: { ...everybody, ...filter }, order });
  expect(others).toEqual([]);
  return list?.window(range, call) ?? expect.fail('no list');
}

const people = (count: number, fields: Fields = {}) =>
  Array.from({ length: count }, (_, index) => person(`p${index}`, { lago_id: `id-${index}`, ...fields }));
const keysFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `p${first + index}` }));
const tier = (value: unknown) => ({ metadata: [{ lago_id: 'm1', key: 'tier', value }] });

/** A Lago whose list of customers always has these rows, and which knows no other route. */
const listing =
  (rows: readonly unknown[]) =>
  (request: SentRequest): Answer | undefined =>
    request.path === '/customers' ? listed('customers', rows, request) : undefined;

describe('a list of customers of Lago', () => {
  it('is read in one call for a stretch of any place and size', async () => {
    const { lago, sent } = createLago(listing(people(250)));
    expect(await readList(lago)).toMatchObject({ customers: keysFrom(0, 20), total: 250 });
    expect(await readList(lago, { range: { offset: 40, limit: 20 } })).toMatchObject({
      customers: keysFrom(40, 20),
    });
    expect(await readList(lago, { range: { offset: 15, limit: 11 } })).toMatchObject({
      customers: keysFrom(15, 11),
    });
    expect(linesOf(sent)).toEqual([
      'GET /customers?page=1&per_page=20',
      'GET /customers?page=3&per_page=20',
      'GET /customers?page=2&per_page=13',
    ]);
  });

  it('is read in pages of a thousand where the stretch is longer', async () => {
    const { lago, sent } = createLago(listing(people(2100)));
    const { customers, total } = await readList(lago, { range: { offset: 990, limit: 1100 } });
    expect(customers).toMatchObject(keysFrom(990, 1100));
    expect(total).toBe(2100);
    expect(linesOf(sent)).toEqual([1, 2, 3].map((page) => `GET /customers?page=${page}&per_page=1000`));
  });

  it('ends where there are no more customers', async () => {
    const { lago } = createLago(listing(people(5)));
    const windows = [
      { offset: 3, limit: 20 },
      { offset: 40, limit: 20 },
    ].map((range) => readList(lago, { range }));
    expect(await Promise.all(windows)).toMatchObject([
      { customers: keysFrom(3, 2), total: 5 },
      { customers: [], total: 5 },
    ]);
    expect(await readList(createLago(listing([])).lago)).toEqual({ customers: [], total: 0 });
  });

  it('does not skip customers should Lago cut its pages smaller', async () => {
    const capped = (request: SentRequest) =>
      listed('customers', people(300), { ...request, query: { ...request.query, per_page: '10' } });
    const { lago } = createLago(capped);
    expect(await failureOf(readList(lago, { range: { offset: 20, limit: 20 } }))).toEqual({
      failure: 'bad-response',
      reason: null,
      detail: 'fewer rows than the total',
    });
  });

  it('is not told with a row that does not fit', async () => {
    const { lago } = createLago(listing([...people(2), { ...person('odd'), created_at: 'soon' }]));
    expect(await failureOf(readList(lago))).toMatchObject({ failure: 'bad-response' });
  });

  it('fails as the call fails', async () => {
    const { lago } = createLago(() => refusal(403, 'read_action_not_allowed_for_customer'));
    expect(await failureOf(readList(lago))).toMatchObject({ failure: 'forbidden' });
  });

  it('spares the request from asking for its customers again', async () => {
    const { lago, sent } = createLago(listing(people(3)));
    const call = createCall();
    const { customers } = await readList(lago, { call });
    const found = await lago.customers.byKeys(
      customers.map(({ key }) => key),
      call,
    );
    expect([...found.values()]).toEqual(customers);
    expect(customers[0]).toMatchObject({ raw: { slug: 'NOR-4C11-007' } });
    expect(sent).toHaveLength(1);
  });

  it.each<CustomerOrder>([
    { field: 'CREATED_AT', direction: 'ASC' },
    { field: 'NAME', direction: 'DESC' },
    { field: 'EMAIL', direction: 'ASC' },
  ])('cannot be sorted by %j', async (order) => {
    const { lago, sent } = createLago(listing(people(3)));
    expect(lago.customerLists.sorts).toBe(false);
    for (const filter of [{}, { externalIds: ['p0'] }]) {
      expect(await failureOf(readList(lago, { order, filter }))).toMatchObject({ failure: 'unsupported' });
    }
    expect(sent).toEqual([]);
  });
});

describe('a filtered list of customers of Lago', () => {
  it('is searched and narrowed by Lago', async () => {
    const { lago, sent } = createLago(listing(people(3, tier('gold'))));
    const metadata = [{ key: 'tier', value: 'gold' }];
    await readList(lago, { filter: { search: ' ada & co ' } });
    await readList(lago, { filter: { metadata } });
    await readList(lago, { filter: { search: 'ada', metadata } });
    expect(linesOf(sent)).toEqual([
      'GET /customers?search_term=ada & co&page=1&per_page=20',
      'GET /customers?metadata[tier]=gold&page=1&per_page=20',
      'GET /customers?search_term=ada&metadata[tier]=gold&page=1&per_page=20',
    ]);
  });

  it('is refused where Lago has not narrowed it', async () => {
    const { lago } = createLago(listing([...people(2, tier('gold')), ...people(1, tier('silver'))]));
    expect(
      await failureOf(readList(lago, { filter: { metadata: [{ key: 'tier', value: 'gold' }] } })),
    ).toEqual({ failure: 'bad-response', reason: null, detail: 'not narrowed by metadata' });
  });

  it.each([
    { key: 'tier', value: '' },
    { key: 'a[b]', value: 'gold' },
  ])('cannot be narrowed by %j', async (entry) => {
    const { lago, sent } = createLago(listing(people(3)));
    const list = readList(lago, { filter: { metadata: [entry] } });
    expect(await failureOf(list)).toMatchObject({ failure: 'unsupported' });
    expect(sent).toEqual([]);
  });

  it.each<Partial<CustomerFilter>>([
    { externalIds: [] },
    { externalIds: ['', '..'] },
    { email: 'not an address' },
    { search: 'a\u0000' },
    {
      metadata: [
        { key: 'tier', value: 'gold' },
        { key: 'tier', value: 'silver' },
      ],
    },
  ])('holds nobody for %j, and nobody is asked', async (filter) => {
    const { lago, sent } = createLago(() => undefined);
    expect(await readList(lago, { filter })).toEqual({ customers: [], total: 0 });
    expect(sent).toEqual([]);
  });
});

describe('customers of Lago with an e-mail address', () => {
  const row = (id: string, fields: Fields) => person(id, { lago_id: id, ...fields });
  const rows = [
    row('whole', { email: 'Ada@example.com' }),
    row('among-others', { email: 'bob@example.com, ada@example.com' }),
    row('longer', { email: 'not.ada@example.com' }),
    row('elsewhere', { email: null, legal_name: 'ada@example.com' }),
  ];

  it('are those of a search whose address it is', async () => {
    const { lago, sent } = createLago(listing(rows));
    const { customers, total } = await readList(lago, { filter: { email: 'ada@Example.com' } });
    expect(customers.map(({ key }) => key).toSorted()).toEqual(['among-others', 'whole']);
    expect(total).toBe(2);
    expect(linesOf(sent)).toEqual(['GET /customers?search_term=ada@Example.com&page=1&per_page=1000']);
  });

  it('are looked for on every page', async () => {
    const crowd = people(1500, { email: 'not.ada@example.com' });
    const { lago, sent } = createLago(listing([...crowd, ...rows]));
    expect(await readList(lago, { filter: { email: 'ada@example.com' } })).toMatchObject({ total: 2 });
    expect(linesOf(sent)).toEqual(
      [1, 2].map((page) => `GET /customers?search_term=ada@example.com&page=${page}&per_page=1000`),
    );
  });

  it('have to meet every other condition, also one that cannot be sent', async () => {
    const entries = { metadata: [{ lago_id: 'm1', key: 'a[b]', value: 'x' }, ...tier('gold').metadata] };
    const { lago, sent } = createLago(
      listing([
        row('one', { email: 'ada@example.com', ...entries }),
        row('other', { email: 'ada@example.com' }),
      ]),
    );
    const metadata = [
      { key: 'tier', value: 'gold' },
      { key: 'a[b]', value: 'x' },
    ];
    const found = await readList(lago, { filter: { email: 'ada@example.com', search: ' Stern ', metadata } });
    expect(found).toMatchObject({ customers: [{ key: 'one' }], total: 1 });
    expect(linesOf(sent)).toEqual([
      'GET /customers?search_term=ada@example.com&metadata[tier]=gold&page=1&per_page=1000',
    ]);
  });
});

describe('customers of Lago with one of several external ids', () => {
  const routes = ({ path }: SentRequest) => {
    const id = path.replace('/customers/', '');
    if (id === 'down') return { status: 503, body: '' };
    return id === 'gone' ? refusal(404, 'customer_not_found') : ok({ customer: person(id, tier(id)) });
  };

  it('are asked for by them, and filtered and cut here', async () => {
    const { lago, sent } = createLago(routes);
    const filter = { externalIds: ['c1', 'c2', 'gone', 'c1'] };
    expect(await readList(lago, { filter })).toMatchObject({
      customers: [{ key: 'c1' }, { key: 'c2' }],
      total: 2,
    });
    expect(linesOf(sent)).toEqual(['c1', 'c2', 'gone'].map((id) => `GET /customers/${id}`));

    const metadata = [{ key: 'tier', value: 'c2' }];
    expect(await readList(lago, { filter: { ...filter, metadata } })).toMatchObject({
      customers: [{ key: 'c2' }],
    });
    expect(await readList(lago, { filter, range: { offset: 1, limit: 5 } })).toMatchObject({
      customers: [{ key: 'c2' }],
      total: 2,
    });
  });

  it('cannot be told where one of them cannot be read', async () => {
    const { lago } = createLago(routes);
    const list = readList(lago, { filter: { externalIds: ['c1', 'down'] } });
    expect(await failureOf(list)).toMatchObject({ failure: 'unavailable' });
  });
});
