import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CustomerGraph,
  type MutationName,
  openCustomerGraph,
  pathsOf,
} from '../../support/open-customer-graph.ts';
import { leastInput, type ProviderName, providerNames } from '../../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
beforeEach(() => void graph.takeCalls());
afterAll(() => graph.close());

const create = (provider: ProviderName, externalId: string) =>
  graph.mutate('createCustomer', leastInput(provider, externalId));

/** Ids that paths, queries, patterns and path normalization have trouble with. */
const awkwardIds = [
  'a/b',
  '/a',
  'a/',
  '../a',
  'a/../b',
  'a//b',
  'a/state',
  'a/portal_url',
  'a#b',
  'a?b=c',
  '90%',
  '90%25',
  'a%2Fb',
  'a%2Eb',
  'a b',
  'a.b',
  'a.json',
  '.a',
  'a.',
  '...',
  'a\\b',
  'a+b&c=d',
  'a;b,c',
  'a:b:c',
  '*_%',
  '"a\'',
  '[a]',
  'search',
  'external',
  'portal',
  'usage',
  'export',
  '__proto__',
  'constructor',
  'ümläut',
  '客户',
  '👩‍👩‍👧',
  '\u202Eabc\u200F',
  'x'.repeat(255),
];

/** Whom a badly encoded path would hit. */
const neighbours = ['a', 'b', 'x', '9', 'nine'];

describe.each(providerNames)('an external id at %s', (provider) => {
  beforeAll(() => Promise.all(neighbours.map((externalId) => create(provider, externalId))));

  const findNeighbours = () => Promise.all(neighbours.map((externalId) => graph.find(provider, externalId)));

  it.each(awkwardIds)('such as %j names its customer and no other', async (externalId) => {
    const before = await findNeighbours();
    const external = { external: { provider, externalId } };
    const id = (await create(provider, externalId)).customer?.id ?? '';

    for (const customer of [external, { id }]) {
      const name = `Hit by ${Object.keys(customer)}`;
      const updated = await graph.mutate('updateCustomer', { customer, name });
      expect(updated.customer).toMatchObject({ id, externalId, name });
      expect(await graph.find(provider, externalId)).toMatchObject({ id, externalId, name });

      const portal = await graph.mutate('createPortalSession', { customer });
      // `GET /customers/portal/{external_id}` is the only way in at Flexprice, and takes no slash.
      const unreachable = provider === 'flexprice' && externalId.includes('/');
      expect(portal.__typename).toBe(unreachable ? 'UnsupportedError' : 'CreatePortalSessionPayload');
    }

    const deleted = await graph.mutate('deleteCustomer', { customer: external });
    expect(deleted).toEqual({ __typename: 'DeleteCustomerPayload', deletedId: id });
    expect(await graph.find(provider, externalId)).toBeNull();
    expect(await findNeighbours()).toEqual(before);
  });
});

describe('at lago a customer beside the one whose id its own begins with', () => {
  const beside = [
    ['acme.io', 'acme'],
    ['acme', 'acme.io'],
  ] as const;

  it.each(beside)('%s is deleted, and %s stays', async (externalId, other) => {
    const own = await openCustomerGraph();
    try {
      const before = await own.find('lago', other);
      const customer = { external: { provider: 'lago', externalId } };
      const updated = await own.mutate('updateCustomer', { customer, name: 'Hit', address: { city: 'Hit' } });
      expect(updated.customer).toMatchObject({ externalId, name: 'Hit' });
      expect((await own.mutate('deleteCustomer', { customer })).__typename).toBe('DeleteCustomerPayload');
      expect(await own.find('lago', externalId)).toBeNull();
      expect(before).not.toBeNull();
      expect(await own.find('lago', other)).toEqual(before);
    } finally {
      await own.close();
    }
  });

  it('is not hit in place of one that does not exist', async () => {
    const before = await graph.find('lago', 'acme');
    for (const externalId of ['acme.com', 'acme.', 'acme.io.', 'acme/']) {
      const customer = { external: { provider: 'lago', externalId } };
      for (const mutation of ['deleteCustomer', 'updateCustomer', 'createPortalSession'] as const) {
        const input = mutation === 'updateCustomer' ? { customer, name: 'Hit' } : { customer };
        expect((await graph.mutate(mutation, input)).__typename).toBe('NotFoundError');
      }
    }
    expect(await graph.find('lago', 'acme')).toEqual(before);
  });
});

const encode = (text: string) => Buffer.from(text).toString('base64');

const mutations: readonly (readonly [MutationName, object])[] = [
  ['updateCustomer', { name: 'Nobody' }],
  ['deleteCustomer', {}],
  ['createPortalSession', {}],
];

describe.each(mutations)('%s', (mutation, more) => {
  it.each([
    ['empty text', ''],
    ['no base64', 'not an id!'],
    ['an external id', 'acct-1'],
    ['base64 of nothing that we give out', encode('acct-1')],
    ['an account that is not configured', encode('Customer:stripe:acct-1')],
    ['something else than a customer', encode('Provider:lago:lago')],
    ['no key', encode('Customer:lago:')],
    ['a key that no path can carry', encode('Customer:lago:..')],
    ['a key with a line break', encode('Customer:flexprice:cust_1\r\nx: y')],
    ['a key that is no id of polar', encode('Customer:polar:acct-1')],
    ['a path in place of an id of polar', encode('Customer:polar:external/acct-1')],
    ['the nil id at polar', encode('Customer:polar:00000000-0000-0000-0000-000000000000')],
    ['broken UTF-8', Buffer.from([0x43, 0xff, 0xfe]).toString('base64')],
    ['an id in base64url', encode('Customer:lago:>>>???').replaceAll('/', '_').replaceAll('+', '-')],
  ])('finds nothing by %s, without a call', async (_, id) => {
    expect(await graph.mutate(mutation, { customer: { id }, ...more })).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: expect.stringMatching(/\.$/),
    });
    expect(graph.takeCalls()).toEqual([]);
  });

  it.each([
    ['flexprice', encode('Customer:flexprice:cust_nobody')],
    ['flexprice', encode('Customer:flexprice:search')],
    ['flexprice', encode('Customer:flexprice:acct-1')],
    ['lago', encode('Customer:lago:nobody:else')],
    ['polar', encode('Customer:polar:00000000-0000-4000-8000-000000000000')],
  ] as const)('finds nothing at %s by an id that nobody has: %s', async (provider, id) => {
    const { __typename } = await graph.mutate(mutation, { customer: { id }, ...more });
    expect(__typename).toBe('NotFoundError');
    expect(graph.callsOf(provider).filter((call) => /^DELETE |^POST .*\/customers\/?$/.test(call))).toEqual(
      [],
    );
  });

  it.each(providerNames)('finds nothing at %s by an external id that nobody has', async (provider) => {
    const customer = { external: { provider, externalId: 'born to nobody' } };
    expect((await graph.mutate(mutation, { customer, ...more })).__typename).toBe('NotFoundError');
  });

  it.each([
    [
      'both ways at once',
      { id: encode('Customer:lago:acct-1'), external: { provider: 'lago', externalId: 'acct-1' } },
    ],
    ['neither way', {}],
    ['a null for an id', { id: null }],
  ])('refuses a key that names its customer in %s', async (_, customer) => {
    const { result, codes } = await graph.attempt(mutation, { customer, ...more });
    expect(result).toBeNull();
    expect(codes).toHaveLength(1);
    expect(graph.takeCalls()).toEqual([]);
  });
});

describe('an account that is not configured', () => {
  const customer = { external: { provider: 'stripe', externalId: 'acct-1' } };

  it.each(['updateCustomer', 'createPortalSession', 'createCheckoutSession'] as const)(
    'is a mistake in the input of %s',
    async (mutation) => {
      const result = await graph.mutate(mutation, { customer });
      expect([result.__typename, pathsOf(result)]).toEqual([
        'ValidationError',
        ['input.customer.external.provider'],
      ]);
      expect(graph.takeCalls()).toEqual([]);
    },
  );

  it('has nobody whom deleteCustomer could delete', async () => {
    expect((await graph.mutate('deleteCustomer', { customer })).__typename).toBe('NotFoundError');
    expect(graph.takeCalls()).toEqual([]);
  });
});
