import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { BillingProvider } from '../../src/billing/provider.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { execute } from '../support/execute.ts';
import { createFakeProvider, customerOf, type FakeProviderData, usageOf } from '../support/fake-provider.ts';
import { parseDecimal } from '../../src/billing/decimal.ts';

const query = `query (
  $provider: String, $filter: CustomerFilter, $orderBy: CustomerOrder, $first: Int, $after: String
) {
  customers(provider: $provider, filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { externalId } }
    nodes { externalId }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
    unavailable { provider { name } code retryable }
  }
}`;

const connectionSchema = z.object({
  customers: z.object({
    edges: z.array(z.object({ cursor: z.string(), node: z.object({ externalId: z.string() }) })),
    nodes: z.array(z.object({ externalId: z.string() })),
    pageInfo: z.object({
      hasNextPage: z.boolean(),
      hasPreviousPage: z.boolean(),
      startCursor: z.string().nullable(),
      endCursor: z.string().nullable(),
    }),
    totalCount: z.number().nullable(),
    unavailable: z.array(z.unknown()),
  }),
});

type Variables = Readonly<Record<string, unknown>>;

async function ask(providers: readonly BillingProvider[], variables: Variables = {}) {
  const { data, errors } = await execute(providers, query, variables);
  expect(errors).toBeUndefined();
  return connectionSchema.parse(data).customers;
}

const idsOf = ({ nodes }: { readonly nodes: readonly { readonly externalId: string }[] }) =>
  nodes.map(({ externalId }) => externalId);

/** An account with customers of these days of January. */
function createAccount(name: string, days: readonly number[], known: Partial<FakeProviderData> = {}) {
  const customers = days.map((day) => {
    const key = `${name}-${day}`;
    const createdAt = new Date(Date.UTC(2026, 0, day));
    return [key, customerOf({ provider: name, key, externalId: key, name: key, createdAt })] as const;
  });
  return createFakeProvider({ name, customers: Object.fromEntries(customers), ...known });
}

const unavailable = (provider: string) => new ProviderError({ provider, failure: 'unavailable' });

describe('customers', () => {
  it('are those of all accounts, newest first', async () => {
    const providers = [createAccount('lago', [1, 5, 9]), createAccount('polar', [4, 6])];
    const page = await ask(providers);
    expect(idsOf(page)).toEqual(['lago-9', 'polar-6', 'lago-5', 'polar-4', 'lago-1']);
    expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
    expect(page).toMatchObject({ totalCount: 5, unavailable: [] });
    expect(page.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: page.edges[0]?.cursor,
      endCursor: page.edges[4]?.cursor,
    });
  });

  it('are those of one account when it is named, and no other is asked', async () => {
    const [lago, polar] = [createAccount('lago', [1, 5]), createAccount('polar', [4])];
    expect(idsOf(await ask([lago, polar], { provider: 'lago' }))).toEqual(['lago-5', 'lago-1']);
    expect(polar.reads).toEqual([]);
  });

  it('come page by page, from every edge on, with one read of each account a page', async () => {
    const [lago, polar] = [createAccount('lago', [1, 5, 9]), createAccount('polar', [4, 6])];
    const one = await ask([lago, polar], { first: 2 });
    expect(idsOf(one)).toEqual(['lago-9', 'polar-6']);
    expect(one.pageInfo.hasNextPage).toBe(true);
    const two = await ask([lago, polar], { first: 2, after: one.pageInfo.endCursor });
    expect(idsOf(two)).toEqual(['lago-5', 'polar-4']);
    expect(two.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(two.totalCount).toBe(5);
    expect(lago.reads.map(({ parameters }) => parameters)).toEqual([
      { offset: 0, limit: 2 },
      { offset: 0, limit: 3 },
    ]);
    const rest = await ask([lago, polar], { after: one.edges[0]?.cursor });
    expect(idsOf(rest)).toEqual(['polar-6', 'lago-5', 'polar-4', 'lago-1']);
    const end = await ask([lago, polar], { after: rest.pageInfo.endCursor });
    expect(end).toMatchObject({ nodes: [], totalCount: 5 });
    expect(end.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    });
  });

  it('are twenty where no number is given', async () => {
    const days = Array.from({ length: 25 }, (_, index) => index + 1);
    expect(idsOf(await ask([createAccount('lago', days)]))).toHaveLength(20);
  });

  it('have fields that are read for all of them together', async () => {
    const three = parseDecimal('3') ?? expect.fail('no decimal');
    const lago = createAccount('lago', [1, 2, 3], { usage: { 'lago-2': usageOf('calls', three) } });
    const { data, errors } = await execute(
      [lago],
      '{ customers { nodes { usage { items { quantity } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      customers: { nodes: [{ usage: null }, { usage: { items: [{ quantity: '3' }] } }, { usage: null }] },
    });
    expect(lago.reads.slice(1)).toEqual([
      { read: 'usage', keys: ['lago-3', 'lago-2', 'lago-1'], parameters: { subscriptionId: null } },
    ]);
  });
});

describe('a filter', () => {
  const createLago = () =>
    createFakeProvider({
      name: 'lago',
      customers: {
        ada: customerOf({ provider: 'lago', key: 'ada', externalId: 'ada', name: 'Ada Lovelace' }),
        alan: customerOf({
          provider: 'lago',
          key: 'alan',
          externalId: 'alan',
          email: 'alan@initech.io',
          metadata: [{ key: 'tier', value: 'gold' }],
        }),
      },
    });

  it.each([
    [null, ['ada', 'alan']],
    [{}, ['ada', 'alan']],
    [{ search: null, email: null, externalIds: null, metadata: null }, ['ada', 'alan']],
    [{ search: '', metadata: [] }, ['ada', 'alan']],
    [{ search: ' \t' }, ['ada', 'alan']],
    [{ search: ' LOVE ' }, ['ada']],
    [{ email: 'alan@initech.io' }, ['alan']],
    [{ externalIds: ['alan', 'nobody'] }, ['alan']],
    [{ metadata: [{ key: 'tier', value: 'gold' }] }, ['alan']],
    [{ metadata: [{ key: 'tier', value: '' }] }, []],
    [{ search: 'ada', email: 'alan@initech.io' }, []],
  ])('%j lets through %j', async (filter, expected) => {
    const page = await ask([createLago()], { filter });
    expect(idsOf(page)).toEqual(expected);
    expect(page.totalCount).toBe(expected.length);
  });

  it('with an empty list of external ids matches nobody, and nobody is asked', async () => {
    const lago = createLago();
    expect(await ask([lago], { filter: { externalIds: [] } })).toMatchObject({
      nodes: [],
      totalCount: 0,
      unavailable: [],
    });
    expect(lago.reads).toEqual([]);
  });
});

describe('an order', () => {
  it('sorts where all accounts asked can', async () => {
    const providers = [createAccount('flexprice', [1, 5]), createAccount('polar', [4])];
    const orderBy = { field: 'CREATED_AT', direction: 'ASC' };
    const one = await ask(providers, { orderBy, first: 2 });
    expect(idsOf(one)).toEqual(['flexprice-1', 'polar-4']);
    const two = await ask(providers, { orderBy, first: 2, after: one.pageInfo.endCursor });
    expect(idsOf(two)).toEqual(['flexprice-5']);
    const byName = await ask(providers, { orderBy: { field: 'NAME', direction: 'DESC' } });
    expect(idsOf(byName)).toEqual(['polar-4', 'flexprice-5', 'flexprice-1']);
  });

  it.each([
    { field: 'CREATED_AT', direction: 'ASC' },
    { field: 'NAME', direction: 'ASC' },
    { field: 'EMAIL', direction: 'DESC' },
  ])('%j fails, and nobody is asked, where one account cannot', async (orderBy) => {
    const providers = [createAccount('polar', [4]), createAccount('lago', [1], { sorts: false })];
    const { data, errors } = await execute(providers, query, { orderBy });
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { path: ['customers'], extensions: { code: 'UNSUPPORTED_BY_PROVIDER', provider: 'lago' } },
    ]);
    expect(providers.flatMap(({ reads }) => reads)).toEqual([]);
    expect(idsOf(await ask(providers, { orderBy, provider: 'polar' }))).toEqual(['polar-4']);
  });

  it('that every provider has is for all', async () => {
    const lago = createAccount('lago', [1], { sorts: false });
    const orderBy = { field: 'CREATED_AT', direction: 'DESC' };
    expect(idsOf(await ask([lago], { orderBy }))).toEqual(['lago-1']);
  });
});

describe('an account that fails', () => {
  it('is named, and its customers come when it is back', async () => {
    const [lago, polar] = [createAccount('lago', [1, 5, 9]), createAccount('polar', [2, 4, 6])];
    const one = await ask([lago, polar], { first: 2 });
    const down = createAccount('lago', [], { down: unavailable('lago') });
    const two = await ask([down, polar], { first: 2, after: one.pageInfo.endCursor });
    expect(idsOf(two)).toEqual(['polar-4', 'polar-2']);
    expect(two).toMatchObject({
      totalCount: null,
      unavailable: [{ provider: { name: 'lago' }, code: 'PROVIDER_UNAVAILABLE', retryable: true }],
      pageInfo: { hasNextPage: false },
    });
    const three = await ask([lago, polar], { first: 2, after: two.pageInfo.endCursor });
    expect(idsOf(three)).toEqual(['lago-5', 'lago-1']);
  });

  it('leaves an empty page when it is the only one', async () => {
    const lago = createAccount('lago', [1], { down: unavailable('lago') });
    expect(await ask([lago], { provider: 'lago' })).toMatchObject({
      nodes: [],
      totalCount: null,
      unavailable: [{ provider: { name: 'lago' } }],
    });
  });
});

describe('arguments', () => {
  const cut = (length: number) => 'x'.repeat(length);

  it.each<[argument: string, variables: Variables]>([
    ['first', { first: 0 }],
    ['first', { first: -1 }],
    ['first', { first: 101 }],
    ['provider', { provider: 'stripe' }],
    ['provider', { provider: '' }],
    ['filter.search', { filter: { search: cut(257) } }],
    ['filter.search', { filter: { search: 'a\u0000' } }],
    ['filter.search', { filter: { search: '\ud800' } }],
    ['filter.email', { filter: { email: '' } }],
    ['filter.email', { filter: { email: 'ada' } }],
    ['filter.email', { filter: { email: 'ada@initech.io, alan@initech.io' } }],
    ['filter.email', { filter: { email: `${cut(320)}@initech.io` } }],
    ['filter.externalIds', { filter: { externalIds: Array.from({ length: 101 }, () => 'a') } }],
    ['filter.externalIds[1]', { filter: { externalIds: ['a', '..'] } }],
    ['filter.externalIds[0]', { filter: { externalIds: [''] } }],
    [
      'filter.metadata',
      { filter: { metadata: Array.from({ length: 11 }, () => ({ key: 'a', value: 'b' })) } },
    ],
    ['filter.metadata[0].key', { filter: { metadata: [{ key: '', value: 'b' }] } }],
    ['filter.metadata[0].key', { filter: { metadata: [{ key: cut(101), value: 'b' }] } }],
    ['filter.metadata[0].value', { filter: { metadata: [{ key: 'a', value: cut(501) }] } }],
    ['filter.metadata[0].value', { filter: { metadata: [{ key: 'a', value: '\u0000' }] } }],
    ['after', { after: '' }],
    ['after', { after: 'nonsense' }],
  ])('%s is refused in %j, and nobody is asked', async (argument, variables) => {
    const lago = createAccount('lago', [1]);
    const { data, errors } = await execute([lago], query, variables);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['customers'], extensions: { code: 'BAD_USER_INPUT', argument } }]);
    expect(lago.reads).toEqual([]);
  });

  it('go up to their limits', async () => {
    const filter = {
      search: '😀'.repeat(256),
      externalIds: Array.from({ length: 100 }, (_, index) => `x${index}`),
      metadata: Array.from({ length: 10 }, () => ({ key: cut(100), value: cut(500) })),
    };
    expect(idsOf(await ask([createAccount('lago', [1])], { first: 100, filter }))).toEqual([]);
  });
});

describe('a cursor', () => {
  const createAccounts = () => [createAccount('lago', [1, 2, 3]), createAccount('polar', [1, 2, 3])];

  it.each<[other: string, variables: Variables]>([
    ['account', { provider: 'lago' }],
    ['search', { filter: { search: 'a' } }],
    ['e-mail address', { filter: { email: 'ada@initech.io' } }],
    ['external ids', { filter: { externalIds: ['lago-1'] } }],
    ['metadata', { filter: { metadata: [{ key: 'a', value: 'b' }] } }],
    ['order', { orderBy: { field: 'NAME', direction: 'ASC' } }],
    ['direction', { orderBy: { field: 'CREATED_AT', direction: 'ASC' } }],
  ])('of the same query with another %s is refused, and nobody is asked', async (_other, variables) => {
    const { pageInfo } = await ask(createAccounts(), { first: 1 });
    const providers = createAccounts();
    const { errors } = await execute(providers, query, { ...variables, after: pageInfo.endCursor });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    expect(providers.flatMap(({ reads }) => reads)).toEqual([]);
  });

  it('goes on for the same query put in other words, and with another number of customers', async () => {
    const { pageInfo } = await ask(createAccounts(), { first: 1, filter: { search: 'o' } });
    const variables = { first: 2, after: pageInfo.endCursor, filter: { search: ' o ', metadata: [] } };
    const orderBy = { field: 'CREATED_AT', direction: 'DESC' };
    expect(idsOf(await ask(createAccounts(), { ...variables, orderBy }))).toEqual(['polar-3', 'lago-2']);
  });

  it('is refused when other accounts are configured', async () => {
    const { pageInfo } = await ask(createAccounts(), { first: 1 });
    const after = pageInfo.endCursor;
    for (const providers of [createAccounts().slice(0, 1), [...createAccounts(), createAccount('eu', [1])]]) {
      const { errors } = await execute(providers, query, { after });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    }
  });

  it('holds neither name nor e-mail address nor external id', async () => {
    const email = 'ada@initech.io';
    const ada = customerOf({ provider: 'lago', key: email, externalId: email, name: 'Ada', email });
    const { pageInfo } = await ask([createFakeProvider({ name: 'lago', customers: { [email]: ada } })], {
      filter: { search: 'Ada', email },
    });
    const text = Buffer.from(pageInfo.endCursor ?? '', 'base64url').toString();
    expect(text).toContain('lago');
    expect(text).not.toMatch(/ada/i);
  });
});
