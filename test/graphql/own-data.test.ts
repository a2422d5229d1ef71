import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { BillingProvider } from '../../src/billing/provider.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { callerOf, executeAs } from '../support/execute-as.ts';
import { createFakeProvider, customerOf, type FakeProviderData } from '../support/fake-provider.ts';
import { createWritableProvider } from '../support/fake-writes.ts';

const own = callerOf({ externalId: 'acct-1' });

/** An account with the caller, under a key of the account's own, and somebody else. */
function createAccount(provider: string, more: Partial<FakeProviderData> = {}) {
  const customers = ['1', '2'].map((number) =>
    customerOf({
      provider,
      key: `${provider}-${number}`,
      externalId: `acct-${number}`,
      name: `${provider} ${number}`,
      email: `${number}@${provider}.example`,
      createdAt: new Date(provider === 'lago' ? '2026-01-01T00:00:00Z' : '2026-02-01T00:00:00Z'),
    }),
  );
  const data = { name: provider, customers: Object.fromEntries(customers.map((each) => [each.key, each])) };
  return createFakeProvider({ ...data, ...more });
}

const idOf = (provider: string, number: string) =>
  encodeNodeId({ type: 'Customer', provider, key: `${provider}-${number}` });

const ask = (providers: readonly BillingProvider[], query: string, variables = {}, caller = own) =>
  executeAs({ caller, providers }, query, variables);

const down = (provider: string) => new ProviderError({ provider, failure: 'unavailable' });

describe('a caller who is a customer', () => {
  it('sees itself by every path, with one read of each account', async () => {
    const [lago, polar] = [createAccount('lago'), createAccount('polar')];
    const { data, errors } = await ask(
      [lago, polar],
      `query ($id: ID!) {
        viewer { externalId customers { name } }
        account(externalId: "acct-1") { customers { name } }
        accounts(externalIds: ["acct-2", "acct-1"]) { customers { name } }
        customer(id: $id) { name }
        node(id: $id) { id }
        nodes(ids: [$id]) { id }
        customerByExternalId(provider: "lago", externalId: "acct-1") { name }
        customers { nodes { name } totalCount pageInfo { hasNextPage } }
      }`,
      { id: idOf('polar', '1') },
    );
    expect(errors).toBeUndefined();
    const customers = [{ name: 'lago 1' }, { name: 'polar 1' }];
    expect(data).toEqual({
      viewer: { externalId: 'acct-1', customers },
      account: { customers },
      accounts: [null, { customers }],
      customer: { name: 'polar 1' },
      node: { id: idOf('polar', '1') },
      nodes: [{ id: idOf('polar', '1') }],
      customerByExternalId: { name: 'lago 1' },
      customers: { nodes: customers.toReversed(), totalCount: 2, pageInfo: { hasNextPage: false } },
    });
    const read = { read: 'customersByExternalId', keys: ['acct-1'] };
    expect([lago.reads, polar.reads]).toEqual([[read], [read]]);
  });

  it('finds nobody else by an id, after the read that its own id takes', async () => {
    for (const id of [idOf('polar', '2'), idOf('polar', '3'), idOf('polar', '1')]) {
      const polar = createAccount('polar');
      const { data, errors } = await ask([polar], 'query ($id: ID!) { customer(id: $id) { name } }', { id });
      expect(errors).toBeUndefined();
      expect(data).toEqual({ customer: id === idOf('polar', '1') ? { name: 'polar 1' } : null });
      expect(polar.reads).toEqual([{ read: 'customersByExternalId', keys: ['acct-1'] }]);
    }
  });

  it('finds nobody else by an external id, without a read', async () => {
    const polar = createAccount('polar');
    const { data, errors } = await ask(
      [polar],
      `{
        account(externalId: "acct-2") { externalId }
        customerByExternalId(provider: "polar", externalId: "acct-2") { name }
        customers(filter: { externalIds: ["acct-2"] }) { nodes { name } totalCount }
      }`,
    );
    expect([errors, data, polar.reads]).toEqual([
      undefined,
      { account: null, customerByExternalId: null, customers: { nodes: [], totalCount: 0 } },
      [],
    ]);
  });

  it.each(['1', '2', '3'])(
    'is told of an account that is down, whatever id it asks for: %s',
    async (number) => {
      const polar = createAccount('polar', { down: down('polar') });
      const { data, errors } = await ask([polar], 'query ($id: ID!) { customer(id: $id) { name } }', {
        id: idOf('polar', number),
      });
      expect(data).toEqual({ customer: null });
      expect(errors).toMatchObject([{ path: ['customer'], extensions: { code: 'PROVIDER_UNAVAILABLE' } }]);
    },
  );

  it('is not shown somebody else whom an account gives in its place', async () => {
    const polar = createAccount('polar');
    const somebody = customerOf({ provider: 'polar', key: 'polar-1', externalId: 'acct-2', name: 'Bob' });
    const confused: BillingProvider = {
      ...polar,
      customers: { ...polar.customers, byExternalIds: async () => new Map([['acct-1', somebody]]) },
    };
    const { data, errors } = await ask(
      [confused],
      `query ($id: ID!) {
        viewer { externalId } customer(id: $id) { name } customers { nodes { name } totalCount }
      }`,
      { id: idOf('polar', '1') },
    );
    expect([errors, data]).toEqual([
      undefined,
      { viewer: null, customer: null, customers: { nodes: [], totalCount: 0 } },
    ]);
  });

  it('is nobody anywhere where no account knows it', async () => {
    const caller = callerOf({ externalId: 'acct-9' });
    const query = '{ viewer { externalId } customers { nodes { name } totalCount } }';
    expect(await ask([createAccount('polar')], query, {}, caller)).toEqual({
      data: { viewer: null, customers: { nodes: [], totalCount: 0 } },
    });
  });
});

describe('the list of a caller who is a customer', () => {
  const list = `query ($filter: CustomerFilter, $orderBy: CustomerOrder, $first: Int, $after: String) {
    customers(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      nodes { name } totalCount pageInfo { endCursor hasNextPage } unavailable { code }
    }
  }`;
  const listSchema = z.object({
    customers: z.object({
      nodes: z.array(z.object({ name: z.string() })),
      totalCount: z.int().nullable(),
      pageInfo: z.object({ endCursor: z.string().nullable(), hasNextPage: z.boolean() }),
      unavailable: z.array(z.object({ code: z.string() })),
    }),
  });
  const accounts = () => [createAccount('lago'), createAccount('polar')];

  async function page(variables: object, providers: readonly BillingProvider[] = accounts()) {
    const { data, errors } = await ask(providers, list, variables);
    expect(errors).toBeUndefined();
    const { nodes, ...rest } = listSchema.parse(data).customers;
    return { ...rest, names: nodes.map(({ name }) => name) };
  }

  it.each([
    [{ search: 'POLAR' }, ['polar 1']],
    [{ email: '1@lago.example' }, ['lago 1']],
    [{ email: '2@lago.example' }, []],
    [{ search: 'lago 2' }, []],
    [{ externalIds: ['acct-2', 'acct-1'] }, ['polar 1', 'lago 1']],
    [{ externalIds: ['acct-2'] }, []],
    [{ externalIds: [] }, []],
    [{ metadata: [{ key: 'a', value: 'b' }] }, []],
  ])('narrowed by %j holds %j', async (filter, names) => {
    expect(await page({ filter })).toMatchObject({ names, totalCount: names.length });
  });

  it('is sorted as asked', async () => {
    const orderBy = { field: 'CREATED_AT', direction: 'ASC' };
    expect(await page({ orderBy })).toMatchObject({ names: ['lago 1', 'polar 1'] });
  });

  it('goes on after its own cursor', async () => {
    const one = await page({ first: 1 });
    expect(one).toMatchObject({ names: ['polar 1'], totalCount: 2, pageInfo: { hasNextPage: true } });
    const two = await page({ first: 1, after: one.pageInfo.endCursor });
    expect(two).toMatchObject({ names: ['lago 1'], totalCount: 2, pageInfo: { hasNextPage: false } });
    expect(await page({ after: two.pageInfo.endCursor })).toMatchObject({ names: [], totalCount: 2 });
  });

  it.each([
    ['who is somebody else', callerOf({ externalId: 'acct-2' })],
    ['who sees everybody', callerOf({ scopes: ['customers:read'] })],
  ])('does not go on after the cursor of a caller %s', async (_name, other) => {
    const { data } = await ask(accounts(), list, { first: 1 }, other);
    const after = listSchema.parse(data).customers.pageInfo.endCursor;
    const { errors } = await ask(accounts(), list, { after });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  });

  it('misses an account that is down, and says so', async () => {
    const providers = [createAccount('lago'), createAccount('polar', { down: down('polar') })];
    expect(await page({}, providers)).toMatchObject({
      names: ['lago 1'],
      totalCount: null,
      unavailable: [{ code: 'PROVIDER_UNAVAILABLE' }],
    });
  });
});

describe('a portal session for a caller who is a customer', () => {
  const open = `mutation ($customer: CustomerKey!) {
    createPortalSession(input: { customer: $customer }) {
      __typename
      ... on CreatePortalSessionPayload { url }
      ... on Error { code message }
    }
  }`;
  const external = (externalId: string) => ({ external: { provider: 'lago', externalId } });
  const createLago = (more: Partial<FakeProviderData> = {}) => {
    const customers = Object.fromEntries(
      ['1', '2'].map((number) => [
        `lago-${number}`,
        customerOf({ provider: 'lago', key: `lago-${number}`, externalId: `acct-${number}` }),
      ]),
    );
    return createWritableProvider(undefined, { customers, ...more });
  };
  const notFound = {
    __typename: 'NotFoundError',
    code: 'NOT_FOUND',
    message: 'There is no such thing at this provider.',
  };

  it.each([
    ['id', { id: idOf('lago', '1') }, { externalId: 'acct-1', key: 'lago-1' }, 1],
    ['external id', external('acct-1'), { externalId: 'acct-1' }, 0],
  ])('is opened by its own %s', async (_name, customer, reference, reads) => {
    const lago = createLago();
    expect(await ask([lago], open, { customer })).toEqual({
      data: {
        createPortalSession: { __typename: 'CreatePortalSessionPayload', url: 'https://lago.test/portal' },
      },
    });
    expect(lago.writes).toEqual([{ write: 'portal', given: [reference, { returnUrl: null }] }]);
    expect(lago.reads).toHaveLength(reads);
  });

  it.each([
    ["somebody's id", { id: idOf('lago', '2') }, 1],
    ["nobody's id", { id: idOf('lago', '3') }, 1],
    ["somebody's external id", external('acct-2'), 0],
    ["nobody's external id", external('acct-3'), 0],
  ])('is not opened by %s', async (_name, customer, reads) => {
    const lago = createLago();
    const answer = await ask([lago], open, { customer });
    expect(answer).toEqual({ data: { createPortalSession: notFound } });
    expect(lago.writes).toEqual([]);
    expect(lago.reads).toEqual(
      Array.from({ length: reads }, () => ({ read: 'customersByExternalId', keys: ['acct-1'] })),
    );
  });

  it.each(['1', '2', '3'])(
    'fails as data at an account that is down, whatever the id: %s',
    async (number) => {
      const lago = createLago({ down: down('lago') });
      const { data } = await ask([lago], open, { customer: { id: idOf('lago', number) } });
      expect(data).toMatchObject({
        createPortalSession: { __typename: 'ProviderError', code: 'PROVIDER_UNAVAILABLE' },
      });
    },
  );

  it('is opened for anybody by a caller who also has customers:write', async () => {
    const lago = createLago();
    const caller = callerOf({ scopes: ['customers:write'], externalId: 'acct-1' });
    await ask([lago], open, { customer: external('acct-2') }, caller);
    expect(lago.writes).toMatchObject([{ given: [{ externalId: 'acct-2' }, {}] }]);
  });
});
