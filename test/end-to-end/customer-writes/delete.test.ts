import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CustomerGraph, openCustomerGraph } from '../../support/open-customer-graph.ts';
import {
  emailOf,
  fullInput,
  knownOnly,
  leastInput,
  type ProviderName,
  providerNames,
} from '../../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
beforeEach(() => void graph.takeCalls());
afterAll(() => graph.close());

/** Creates the customer and tells its ids. */
async function create(provider: ProviderName, externalId: string) {
  const { customer } = await graph.mutate('createCustomer', fullInput(provider, externalId));
  graph.takeCalls();
  return { id: customer?.id ?? '', key: customer?.providerCustomerId ?? '', provider, externalId };
}

const external = ({ provider, externalId }: { readonly provider: string; readonly externalId: string }) => ({
  external: { provider, externalId },
});

const keysOf = [({ id }: { readonly id: string }) => ({ id }), external] as const;

const remove = (customer: object, more: object = {}) => graph.mutate('deleteCustomer', { customer, ...more });

const nowhere = {
  byId: null,
  node: null,
  byExternalId: null,
  listed: { nodes: [], totalCount: 0, unavailable: [] },
};

const notFound = { __typename: 'NotFoundError', code: 'NOT_FOUND', message: expect.stringMatching(/\.$/) };

describe.each(providerNames)('deleting a customer at %s', (provider) => {
  it.each([
    ['id', keysOf[0]],
    ['external id', keysOf[1]],
  ] as const)('by its %s takes it out of every read', async (way, keyOf) => {
    const customer = await create(provider, `goes by ${way}`);
    expect(await remove(keyOf(customer))).toEqual({
      __typename: 'DeleteCustomerPayload',
      deletedId: customer.id,
    });
    expect(await graph.findEverywhere(customer)).toEqual(nowhere);
  });

  it('a second time finds nothing, by either key, and sends no DELETE', async () => {
    const customer = await create(provider, 'goes once');
    await remove({ id: customer.id });
    graph.takeCalls();
    expect(await remove({ id: customer.id })).toEqual(notFound);
    expect(await remove(external(customer))).toEqual(notFound);
    expect(graph.callsOf(provider).filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });

  it('frees its external id and e-mail address for another', async () => {
    const { id } = await create(provider, 'comes again');
    await remove({ id });
    const again = { ...leastInput(provider, 'comes again'), email: emailOf('comes again') };
    const { __typename, customer } = await graph.mutate('createCustomer', again);
    expect(__typename).toBe('CreateCustomerPayload');
    expect(customer).toMatchObject(knownOnly(provider, again));
    expect(await graph.find(provider, 'comes again')).toEqual(customer);
  });

  it('is nothing that another mutation still finds', async () => {
    const { id } = await create(provider, 'is over');
    await remove({ id });
    expect(await graph.mutate('updateCustomer', { customer: { id }, name: 'Zombie' })).toEqual(notFound);
    expect(await graph.mutate('createPortalSession', { customer: { id } })).toEqual(notFound);
    expect(await graph.find(provider, 'is over')).toBeNull();
  });

  it('several times at once deletes it once', async () => {
    const { id } = await create(provider, 'is wanted gone');
    const results = await Promise.all(Array.from({ length: 5 }, () => remove({ id })));
    const kinds = results.map(({ __typename }) => __typename).sort();
    expect(kinds.at(0)).toBe('DeleteCustomerPayload');
    expect(kinds.filter((kind) => kind !== 'DeleteCustomerPayload' && kind !== 'NotFoundError')).toEqual([]);
    expect(await graph.find(provider, 'is wanted gone')).toBeNull();
  });
});

describe('before a DELETE', () => {
  const oneOf = (key: string) => `(?:${key}|external/is read first)`;

  it.each([
    ['flexprice', () => 'POST /v1/customers/search', (key: string) => `DELETE /v1/customers/${key}`],
    ['lago', () => 'GET /api/v1/customers/is read first', () => 'DELETE /api/v1/customers/is read first'],
    [
      'polar',
      (key: string) => `GET /v1/customers/${oneOf(key)}`,
      (key: string) => `DELETE /v1/customers/${oneOf(key)}`,
    ],
  ] as const)('%s is asked for that very customer, and for nothing else', async (provider, read, sent) => {
    for (const keyOf of keysOf) {
      const customer = await create(provider, 'is read first');
      expect((await remove(keyOf(customer))).__typename).toBe('DeleteCustomerPayload');
      expect(graph.callsOf(provider)).toEqual([
        expect.stringMatching(new RegExp(`^${read(customer.key)}$`)),
        expect.stringMatching(new RegExp(`^${sent(customer.key)}$`)),
      ]);
    }
  });
});

describe('a delete that flexprice refuses', () => {
  it.each([
    ['an active subscription', 'acct-11'],
    ['an active wallet', 'acct-2'],
    ['both', 'acct-1'],
  ])('because of %s is a conflict, and the customer stays', async (_, externalId) => {
    const before = await graph.find('flexprice', externalId);
    const result = await remove(external({ provider: 'flexprice', externalId }));
    expect(result).toEqual({
      __typename: 'ConflictError',
      code: 'CONFLICT',
      message: expect.stringMatching(/(?:subscription|wallet).*\.$/),
    });
    // The provider's own words.
    expect(result.message).not.toMatch(/associated|has active subscriptions/);
    expect(await graph.find('flexprice', externalId)).toEqual(before);
  });

  it('is none because of a subscription on trial and a frozen wallet', async () => {
    const customer = external({ provider: 'flexprice', externalId: 'acct-18' });
    expect((await remove(customer)).__typename).toBe('DeleteCustomerPayload');
  });
});

describe('a customer with subscriptions, coupons and money', () => {
  it.each(['lago', 'polar'] as const)('can be deleted at %s', async (provider) => {
    const before = await graph.find(provider, 'acct-1');
    const customer = { id: before?.id ?? '', provider, externalId: 'acct-1' };
    expect((await remove(external(customer))).deletedId).toBe(customer.id);
    expect(await graph.findEverywhere(customer)).toEqual(nowhere);
  });
});

describe('anonymize', () => {
  it('erases at polar who a deleted customer was', async () => {
    const customer = await create('polar', 'is forgotten');
    const result = await remove({ id: customer.id }, { anonymize: true });
    const deletes = graph.takeCalls().filter(({ method }) => method === 'DELETE');
    expect(result).toEqual({ __typename: 'DeleteCustomerPayload', deletedId: customer.id });
    expect(deletes).toEqual([
      { account: 'polar', method: 'DELETE', target: `/v1/customers/${customer.key}?anonymize=true` },
    ]);
    expect(await graph.findEverywhere(customer)).toEqual(nowhere);
  });

  it('finds nothing where there is no such customer', async () => {
    const customer = external({ provider: 'polar', externalId: 'never was' });
    expect(await remove(customer, { anonymize: true })).toEqual(notFound);
  });

  it.each(['flexprice', 'lago'] as const)('is unsupported at %s, which is not asked', async (provider) => {
    const { id } = await create(provider, 'cannot be forgotten');
    expect(await remove({ id }, { anonymize: true })).toEqual({
      __typename: 'UnsupportedError',
      code: 'UNSUPPORTED_BY_PROVIDER',
      message: expect.stringMatching(/\.$/),
      provider: { name: provider },
    });
    expect(graph.takeCalls()).toEqual([]);
    expect(await graph.find(provider, 'cannot be forgotten')).not.toBeNull();
  });

  it.each(providerNames)('may be said to be false or null at %s', async (provider) => {
    for (const anonymize of [false, null]) {
      const { id } = await create(provider, 'goes as usual');
      expect((await remove({ id }, { anonymize })).deletedId).toBe(id);
    }
  });
});
