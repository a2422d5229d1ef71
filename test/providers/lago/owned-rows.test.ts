import { describe, expect, it } from 'vitest';
import {
  createCall,
  createLago,
  type Fields,
  fixtureRecord,
  linesOf,
  listed,
  ok,
  refusal,
  routes,
  type SentRequest,
} from './support.ts';

const record = fixtureRecord('wallets', 'wallets');
const wallet = (lago_id: string, owner: string, fields: Fields = {}) => ({
  ...record,
  lago_id,
  external_customer_id: owner,
  ...fields,
});
const parts = { money: true, live: true, credits: true };
const many = (count: number, owner = 'team-7') =>
  Array.from({ length: count }, (_, index) => wallet(`w${index}`, owner));

describe('the rows of one customer', () => {
  it('are read page by page until the last one', async () => {
    const { lago, sent } = createLago((request) => listed('wallets', many(201), request));
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(linesOf(sent)).toEqual(
      [1, 2, 3].map((page) => `GET /customers/team-7/wallets?page=${page}&per_page=100`),
    );
    expect(found.get('team-7')).toMatchObject({ wallets: { length: 201 } });
  });

  it('are read from as many pages as Lago cuts, should it cap their size', async () => {
    const capped = (request: SentRequest) =>
      listed('wallets', many(7), { ...request, query: { ...request.query, per_page: '3' } });
    const { lago, sent } = createLago(capped);
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(sent).toHaveLength(3);
    expect(found.get('team-7')).toMatchObject({ wallets: { length: 7 } });
  });

  it('count once when a new row moves them to the next page', async () => {
    const grown = [wallet('new', 'team-7'), ...many(101)];
    const { lago } = createLago((request) =>
      listed('wallets', request.query.page === '1' ? many(101) : grown, request),
    );
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(found.get('team-7')).toMatchObject({ wallets: { length: 101 } });
  });

  it('are read from the page that new rows have opened meanwhile', async () => {
    const { lago, sent } = createLago((request) =>
      listed('wallets', request.query.page === '1' ? many(150) : many(201), request),
    );
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(sent).toHaveLength(3);
    expect(found.get('team-7')).toMatchObject({ wallets: { length: 201 } });
  });

  it('end with the first empty page, however many pages Lago counts', async () => {
    const meta = { total_pages: 1_000_000, total_count: 1 };
    const { lago, sent } = createLago(({ query }) =>
      ok({ wallets: query.page === '1' ? many(1) : [], meta }),
    );
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(sent).toHaveLength(2);
    expect(found.get('team-7')).toMatchObject({ wallets: { length: 1 } });
  });

  it('are not taken for complete when one left the list between two pages', async () => {
    const { lago } = createLago((request) =>
      listed('wallets', request.query.page === '1' ? many(101) : many(100), request),
    );
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(found.get('team-7')).toMatchObject({ failure: 'unavailable', retryable: true });
  });

  it('are not taken for complete when one comes twice and another one so not at all', async () => {
    const changed = [wallet('new', 'team-7'), ...many(100)];
    const { lago } = createLago((request) =>
      listed('wallets', request.query.page === '1' ? many(101) : changed, request),
    );
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(found.get('team-7')).toMatchObject({
      failure: 'unavailable',
      detail: 'the list changed while it was read',
    });
  });

  it('are not read for ever when the pages never end', async () => {
    const meta = { total_pages: 1_000_000, total_count: 1_000_000 };
    const { lago, sent } = createLago(({ query }) =>
      ok({ wallets: [wallet(`w${query.page}`, 'team-7')], meta }),
    );
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(sent).toHaveLength(1000);
    expect(found.get('team-7')).toMatchObject({ failure: 'bad-response', detail: 'too many pages' });
  });

  it('are a bad response when there are fewer than the only page counts', async () => {
    const meta = { total_pages: 1, total_count: 2 };
    const { lago } = createLago(() => ok({ wallets: many(1), meta }));
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(found.get('team-7')).toMatchObject({
      failure: 'bad-response',
      detail: 'fewer rows than the total',
    });
  });

  it('are refused when one of them is of another customer', async () => {
    const rows = [wallet('w1', 'team-7'), wallet('w2', 'TEAM-7')];
    const { lago } = createLago((request) => listed('wallets', rows, request));
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(found.get('team-7')).toMatchObject({ failure: 'bad-response', detail: 'another customer' });
  });

  it('cost only their own customer when a row is malformed or the call fails', async () => {
    const { lago } = createLago(
      routes({
        '/customers/well/wallets': (request) => listed('wallets', [wallet('w1', 'well')], request),
        '/customers/torn/wallets': (request) =>
          listed('wallets', [wallet('w2', 'torn', { balance_cents: '12' })], request),
        '/customers/down/wallets': () => ({ status: 500, body: { status: 500 } }),
        '/customers/gone/wallets': () => refusal(404, 'customer_not_found'),
      }),
    );
    const found = await lago.balance.ofCustomers(['well', 'torn', 'down', 'gone'], parts, createCall());
    expect(found.get('well')).toMatchObject({ wallets: [{ key: 'w1' }] });
    expect(found.get('torn')).toMatchObject({ failure: 'bad-response' });
    expect(found.get('down')).toMatchObject({ failure: 'unavailable' });
    expect(found.has('gone')).toBe(false);
  });
});

const few = ['c1', 'c2', 'c3', 'c4', 'c5'];

describe('the rows of many customers', () => {
  const rows = few.map((id) => wallet(`of-${id}`, id));

  it('come from the list over the organization, and whoever has none there has none', async () => {
    const crowd = Array.from({ length: 260 }, (_, index) => wallet(`x${index}`, `other-${index}`));
    const { lago, sent } = createLago((request) => listed('wallets', [...rows, ...crowd], request));
    const found = await lago.balance.ofCustomers([...few, 'none'], parts, createCall());
    expect(linesOf(sent)).toEqual(['GET /wallets?page=1&per_page=250', 'GET /wallets?page=2&per_page=250']);
    expect(few.map((id) => found.get(id))).toMatchObject(
      few.map((id) => ({ wallets: [{ key: `of-${id}` }] })),
    );
    expect(found.get('none')).toMatchObject({ settled: [], wallets: [], credits: [] });
  });

  it.each([
    ['subscriptions', 'GET /subscriptions?status[]=active&page=1&per_page=250'],
    ['coupons', 'GET /applied_coupons?status=active&page=1&per_page=250'],
  ] as const)('take one call for %s as well', async (noun, line) => {
    const { lago, sent } = createLago((request) => listed(request.path.slice(1), [], request));
    const found = await lago[noun].ofCustomers(few, { includeInactive: false }, createCall());
    expect(linesOf(sent)).toEqual([line]);
    expect(found).toEqual(new Map(few.map((id) => [id, []])));
  });

  it('are read customer by customer when the list changes while it is read', async () => {
    const crowd = Array.from({ length: 260 }, (_, index) => wallet(`x${index}`, `other-${index}`));
    const { lago, sent } = createLago((request) =>
      request.path === '/wallets'
        ? listed('wallets', request.query.page === '1' ? [...rows, ...crowd] : crowd, request)
        : listed('wallets', [wallet('own', request.path.split('/')[2] ?? '')], request),
    );
    const found = await lago.balance.ofCustomers(few, parts, createCall());
    expect(sent).toHaveLength(2 + few.length);
    expect(few.map((id) => found.get(id))).toMatchObject(few.map(() => ({ wallets: [{ key: 'own' }] })));
  });

  it('cost only their own customer when one row of the list is malformed', async () => {
    const torn = rows.map((row) => (row.lago_id === 'of-c2' ? { ...row, ongoing_balance_cents: null } : row));
    const { lago } = createLago((request) => listed('wallets', torn, request));
    const found = await lago.balance.ofCustomers(few, parts, createCall());
    expect(found.get('c2')).toMatchObject({
      failure: 'bad-response',
      detail: 'ongoing_balance_cents: invalid_union',
    });
    expect(found.get('c1')).toMatchObject({ wallets: [{ key: 'of-c1' }] });
  });

  it.each([
    ['holds a row that does not say whose it is', wallet('lost', 'x', { external_customer_id: null })],
    ['holds something that is no row', 'lost'],
  ])('are read customer by customer when the list %s', async (_case, stray) => {
    const { lago, sent } = createLago((request) =>
      request.path === '/wallets'
        ? listed('wallets', [...rows, stray], request)
        : listed('wallets', [wallet('own', request.path.split('/')[2] ?? '')], request),
    );
    const found = await lago.balance.ofCustomers(few, parts, createCall());
    expect(sent).toHaveLength(1 + few.length);
    expect(few.map((id) => found.get(id))).toMatchObject(few.map(() => ({ wallets: [{ key: 'own' }] })));
  });

  it('all fail when the list cannot be had', async () => {
    // Without the time to try again.
    const { lago, sent } = createLago(() => ({ status: 500, body: '' }));
    const found = await lago.balance.ofCustomers(few, parts, { ...createCall(), deadline: 0 });
    expect(few.map((id) => found.get(id))).toMatchObject(few.map(() => ({ failure: 'unavailable' })));
    expect(sent).toHaveLength(1);
  });

  it('are never read from the list over the organization when the settings forbid it', async () => {
    const { lago, sent } = createLago(
      (request) => listed('wallets', [wallet('own', request.path.split('/')[2] ?? '')], request),
      { bulk: 'never' },
    );
    await lago.balance.ofCustomers(few, parts, createCall());
    expect(linesOf(sent)).toEqual(few.map((id) => `GET /customers/${id}/wallets?page=1&per_page=100`));
  });
});

describe('the rows of a deleted customer', () => {
  const customer = fixtureRecord('customer', 'customer');
  const person = (id: string) => ({ ...customer, external_id: id, lago_id: `new-${id}` });
  const mixed = (id: string) => [
    wallet(`of-${id}`, id, { lago_customer_id: `new-${id}` }),
    wallet(`left-by-${id}`, id, { lago_customer_id: `old-${id}` }),
  ];

  it('are not taken for those of the one that has its external id now', async () => {
    const { lago } = createLago((request) =>
      request.path === '/customers'
        ? listed('customers', few.map(person), request)
        : listed('wallets', few.flatMap(mixed), request),
    );
    const call = createCall();
    await lago.customers.byKeys(few, call);
    const found = await lago.balance.ofCustomers(few, parts, call);
    expect(few.map((id) => found.get(id))).toMatchObject(
      few.map((id) => ({ wallets: [{ key: `of-${id}` }] })),
    );
  });

  it('are left out of filtered lists too', async () => {
    const { lago } = createLago((request) =>
      request.path === '/customers'
        ? listed('customers', [person('acme.io')], request)
        : listed('wallets', mixed('acme.io'), request),
    );
    const call = createCall();
    await lago.customers.byKeys(['acme.io'], call);
    const found = await lago.balance.ofCustomers(['acme.io'], parts, call);
    expect(found.get('acme.io')).toMatchObject({ wallets: [{ key: 'of-acme.io' }] });
  });

  it('fail their customer when a row does not say to which of the two it belongs', async () => {
    const torn = [wallet('w1', 'acme.io', { lago_customer_id: null })];
    const { lago } = createLago((request) =>
      request.path === '/customers'
        ? listed('customers', [person('acme.io')], request)
        : listed('wallets', torn, request),
    );
    const call = createCall();
    await lago.customers.byKeys(['acme.io'], call);
    const found = await lago.balance.ofCustomers(['acme.io'], parts, call);
    expect(found.get('acme.io')).toMatchObject({ failure: 'bad-response' });
  });
});

describe('every field that needs the same rows', () => {
  it('shares one call', async () => {
    const { lago, sent } = createLago(
      routes({
        '/customers/team-7': () => ok({ customer: fixtureRecord('customer', 'customer') }),
        '/customers/team-7/wallets': (request) => listed('wallets', [wallet('w1', 'team-7')], request),
        '/customers/team-7/subscriptions': (request) =>
          listed('subscriptions', [fixtureRecord('subscriptions', 'subscriptions')], request),
        '/customers/team-7/current_usage': () =>
          ok({ customer_usage: fixtureRecord('current-usage', 'customer_usage') }),
        '/subscriptions/team-7-main/entitlements': () => ok({ entitlements: [] }),
      }),
    );
    const call = createCall();
    await Promise.all([
      lago.customers.byKeys(['team-7'], call),
      lago.balance.ofCustomers(['team-7'], parts, call),
      lago.upcomingGrants.ofCustomers(['team-7'], { definition: true, unit: true, amount: true }, call),
      lago.subscriptions.ofCustomers(['team-7'], { includeInactive: false }, call),
      lago.usage.ofCustomers(['team-7'], { subscriptionId: null }, call),
      lago.usage.ofCustomers(['team-7'], { subscriptionId: 'team-7-main' }, call),
      lago.entitlements.ofCustomers(['team-7'], call),
    ]);
    expect(linesOf(sent).toSorted()).toEqual([
      'GET /customers/team-7',
      'GET /customers/team-7/current_usage?external_subscription_id=team-7-main&apply_taxes=false',
      'GET /customers/team-7/subscriptions?status[]=active&page=1&per_page=100',
      'GET /customers/team-7/wallets?page=1&per_page=100',
      'GET /subscriptions/team-7-main/entitlements',
    ]);
  });
});
