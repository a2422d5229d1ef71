import { describe, expect, it } from 'vitest';
import {
  createCall,
  createLago,
  fixtureRecord,
  fixtureText,
  linesOf,
  listed,
  ok,
  refusal,
  type SentRequest,
} from './support.ts';

const record = fixtureRecord('customer', 'customer');
const parts = { money: true, live: true, credits: true };
const noRows = (request: SentRequest) => listed(request.path.split('/').at(-1) ?? '', [], request);

describe('external ids of Lago', () => {
  it.each([
    ['a/b', 'a%2Fb'],
    ['what?#', 'what%3F%23'],
    ['100%', '100%25'],
    ['%2E', '%252E'],
    ['two words', 'two%20words'],
    ['günther 😀', 'g%C3%BCnther%20%F0%9F%98%80'],
    ['a:b+c&d=e', 'a%3Ab%2Bc%26d%3De'],
  ])('%s is one path segment that arrives as itself', async (id, segment) => {
    const { lago, sent } = createLago((request) =>
      request.path.endsWith('/wallets') ? noRows(request) : ok({ customer: { ...record, external_id: id } }),
    );
    const call = createCall();
    expect((await lago.customers.byKeys([id], call)).get(id)).toMatchObject({ key: id });
    expect((await lago.balance.ofCustomers([id], parts, call)).get(id)).toMatchObject({ settled: [] });
    expect(linesOf(sent)).toEqual([
      `GET /customers/${segment}`,
      `GET /customers/${segment}/wallets?page=1&per_page=100`,
    ]);
  });

  it('with a dot are read from the filtered lists', async () => {
    const { lago, sent } = createLago((request) =>
      request.path === '/customers'
        ? listed('customers', [{ ...record, external_id: 'acme.io' }], request)
        : noRows(request),
    );
    const call = createCall();
    expect((await lago.customers.byKeys(['acme.io'], call)).get('acme.io')).toMatchObject({ key: 'acme.io' });
    await lago.balance.ofCustomers(['acme.io'], parts, call);
    await lago.subscriptions.ofCustomers(['acme.io'], { includeInactive: false }, call);
    await lago.coupons.ofCustomers(['acme.io'], { includeInactive: false }, call);
    expect(linesOf(sent)).toEqual([
      'GET /customers?external_id=acme.io&page=1&per_page=1',
      'GET /wallets?external_customer_id=acme.io&page=1&per_page=100',
      'GET /subscriptions?status[]=active&external_customer_id=acme.io&page=1&per_page=100',
      'GET /applied_coupons?status=active&external_customer_id=acme.io&page=1&per_page=100',
    ]);
  });

  it('with a dot are encoded whole where Lago only has a path', async () => {
    const { lago, sent } = createLago((request) =>
      request.path.endsWith('current_usage') ? ok(fixtureText('current-usage')) : noRows(request),
    );
    const call = createCall();
    await lago.usage.ofCustomers(['acme.io'], { subscriptionId: 'main' }, call);
    await lago.pastUsage
      ?.ofCustomers(['acme.io'], { subscriptionId: 'main', periods: 2 }, call)
      .catch(() => {});
    expect(sent.map(({ path }) => path)).toEqual([
      '/customers/acme%2Eio/current_usage',
      '/customers/acme%2Eio/past_usage',
    ]);
  });

  it('with a dot that a filtered list does not know are absent', async () => {
    const { lago } = createLago((request) =>
      request.path === '/wallets' ? refusal(404, 'customer_not_found') : noRows(request),
    );
    const call = createCall();
    expect(await lago.customers.byKeys(['acme.io'], call)).toEqual(new Map());
    expect(await lago.balance.ofCustomers(['acme.io'], parts, call)).toEqual(new Map());
  });

  it('are compared with what the filtered list answers, in case the filter was ignored', async () => {
    const { lago } = createLago((request) =>
      request.path === '/customers'
        ? listed('customers', [record], request)
        : listed('wallets', [fixtureRecord('wallets', 'wallets')], request),
    );
    const call = createCall();
    const anotherCustomer = { failure: 'bad-response', detail: 'another customer' };
    expect((await lago.customers.byKeys(['acme.io'], call)).get('acme.io')).toMatchObject(anotherCustomer);
    expect((await lago.balance.ofCustomers(['acme.io'], parts, call)).get('acme.io')).toMatchObject(
      anotherCustomer,
    );
  });

  it.each(['', '.', '..', 'a\u0000b', '\ud800', 'x'.repeat(1025)])(
    '%j is nobody, and nothing is asked',
    async (id) => {
      const { lago, sent } = createLago(() => undefined);
      const call = createCall();
      const filter = { subscriptionId: 'main', periods: null };
      const found = await Promise.all([
        lago.customers.byKeys([id], call),
        lago.usage.ofCustomers([id], filter, call),
        lago.pastUsage?.ofCustomers([id], filter, call),
        lago.entitlements.ofCustomers([id], call),
        lago.upcomingGrants.ofCustomers([id], { definition: true, unit: true, amount: true }, call),
        lago.coupons.ofCustomers([id], { includeInactive: true }, call),
        lago.balance.ofCustomers([id], parts, call),
        lago.subscriptions.ofCustomers([id], { includeInactive: true }, call),
      ]);
      expect(found).toEqual(found.map(() => new Map()));
      expect(linesOf(sent)).toEqual([]);
    },
  );
});
