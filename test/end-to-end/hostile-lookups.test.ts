import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hostileText, nearMissOf } from '../support/hostile-text.ts';
import {
  type ListedCustomer,
  type ListFilter,
  listAllCustomers,
  listCustomers,
} from '../support/list-customers.ts';
import { type CustomerGraph, openCustomerGraph } from '../support/open-customer-graph.ts';
import { type ProviderName, providerNames } from '../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
afterAll(() => graph.close());

/** Tries a property a hundred times, after which every customer of the provider has to be as before. */
async function leavesAllAsTheyWere<Inputs extends [unknown, ...unknown[]]>(
  provider: ProviderName,
  property: fc.IAsyncProperty<Inputs>,
): Promise<void> {
  const before = await listAllCustomers(graph, provider);
  await fc.assert(property, { numRuns: 100 });
  expect(await listAllCustomers(graph, provider)).toEqual(before);
}

const foundSchema = z.object({
  customer: z.object({ id: z.string(), externalId: z.string().nullable() }).nullable(),
});

/** Whether anybody has the external id; one that nobody can have must cost no call. */
async function isSomebodys(provider: ProviderName, externalId: string): Promise<boolean> {
  graph.takeCalls();
  const { data, errors = [] } = await graph.ask(
    `query ($provider: String!, $externalId: String!) {
      customer: customerByExternalId(provider: $provider, externalId: $externalId) { id externalId }
    }`,
    { provider, externalId },
  );
  if (errors.length > 0) {
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    expect(graph.callsOf(provider)).toEqual([]);
    return false;
  }
  const { customer } = foundSchema.parse(data);
  if (customer !== null) expect(customer.externalId).toBe(externalId);
  return customer !== null;
}

/** Asks for a customer that does not exist in every way in which one is asked for by an id of one's own. */
async function missByExternalId(provider: ProviderName, externalId: string): Promise<void> {
  const listed = await listCustomers(graph, { provider, filter: { externalIds: [externalId] } });
  if (await isSomebodys(provider, externalId)) {
    expect(listed).toMatchObject({ codes: [], customers: [{ externalId }] });
    return;
  }
  expect(listed.customers).toEqual([]);
  expect(['', 'BAD_USER_INPUT']).toContain(listed.codes.join());
  await expectNobody(provider, { external: { provider, externalId } });
}

/** Asks for a customer and a coupon by global ids that billgraph has given to nobody. */
async function missById(provider: ProviderName, key: string): Promise<void> {
  const idOf = (type: string) => Buffer.from(`${type}:${provider}:${key}`, 'utf8').toString('base64');
  const id = idOf('Customer');
  const { data, errors } = await graph.ask('query ($id: ID!) { customer(id: $id) { id externalId } }', {
    id,
  });
  expect(errors).toBeUndefined();
  const { customer } = foundSchema.parse(data);
  if (customer !== null) expect(customer.id).toBe(id);
  else await expectNobody(provider, { id });

  const removal = await graph.attempt('removeCoupon', { appliedCouponId: idOf('AppliedCoupon') });
  expect(removal).toMatchObject({
    result: { __typename: provider === 'lago' ? 'NotFoundError' : 'UnsupportedError' },
    codes: [],
  });
}

/** No mutation finds the customer, or creates it, or sends a DELETE. */
async function expectNobody(provider: ProviderName, customer: object): Promise<void> {
  graph.takeCalls();
  const attempts = await Promise.all([
    graph.attempt('updateCustomer', { customer, name: 'Hit' }),
    graph.attempt('deleteCustomer', { customer }),
    graph.attempt('createPortalSession', { customer }),
  ]);
  const [update, remove, portal] = attempts.map(({ result }) => result?.__typename);
  const missed = ['NotFoundError', 'ValidationError'];
  expect(missed).toContain(update);
  expect(remove).toBe('NotFoundError');
  // Flexprice cannot be asked for the portal of an external id with a slash, whoever has it.
  expect(provider === 'flexprice' ? [...missed, 'UnsupportedError'] : missed).toContain(portal);
  expect(attempts.flatMap(({ codes }) => codes)).toEqual([]);
  const writes = graph.callsOf(provider).filter((call) => /^DELETE|^POST .*\/customers\/?$/.test(call));
  expect(writes).toEqual([]);
}

const hostileFilter: fc.Arbitrary<ListFilter> = fc.record(
  {
    search: hostileText,
    email: fc.oneof(
      hostileText,
      hostileText.map((part) => `${part}@example.com`),
      // What looks like an e-mail address to some.
      fc.constantFrom(
        'ann@host',
        '(@example.com',
        'ann@example..com',
        "o'hara@example.com",
        'ann@[127.0.0.1]',
      ),
    ),
    externalIds: fc.array(hostileText, { maxLength: 3 }),
    metadata: fc.array(fc.record({ key: hostileText, value: hostileText }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

/** Lists who meets the filter. One that is refused, or that the provider cannot be asked for, must cost no call. */
async function filterBy(provider: ProviderName, filter: ListFilter): Promise<void> {
  graph.takeCalls();
  const { customers, codes } = await listCustomers(graph, { provider, filter });
  const refusals = filter.metadata === undefined ? [] : ['UNSUPPORTED_BY_PROVIDER'];
  expect(['', 'BAD_USER_INPUT', ...refusals]).toContain(codes.join());
  if (codes.length > 0) expect(graph.callsOf(provider)).toEqual([]);
  expect(customers.filter((customer) => !meets(provider, customer, filter))).toEqual([]);
}

/** Whether the customer meets the filter, as the schema explains it. */
function meets(
  provider: ProviderName,
  { externalId, name, email, metadata }: ListedCustomer,
  { search = '', email: address = '', externalIds, metadata: entries = [] }: ListFilter,
): boolean {
  const holds = (whole: string | null, part: string) =>
    (whole ?? '').toLowerCase().includes(part.toLowerCase());
  return (
    // Lago looks into legal names too, which the graph does not show.
    (provider === 'lago' || [externalId, name, email].some((whole) => holds(whole, search.trim()))) &&
    holds(email, address) &&
    (externalIds === undefined || externalIds.some((each) => each === externalId)) &&
    entries.every(({ key, value }) => metadata.some((each) => each.key === key && each.value === value))
  );
}

describe.each(providerNames)('at %s', (provider) => {
  it('any external id beside one that there is finds nobody', () =>
    leavesAllAsTheyWere(
      provider,
      fc.asyncProperty(nearMissOf(fc.constantFrom('acme', 'acme.io', 'acct-1')), (externalId) =>
        missByExternalId(provider, externalId),
      ),
    ));

  it('any global id that nobody was given finds nobody', () =>
    leavesAllAsTheyWere(
      provider,
      fc.asyncProperty(nearMissOf(fc.constantFrom('acme', 'cust_1', 'acct-1')), (key) =>
        missById(provider, key),
      ),
    ));

  it('any filter lists who meets it, or is refused', () =>
    leavesAllAsTheyWere(
      provider,
      fc.asyncProperty(hostileFilter, (filter) => filterBy(provider, filter)),
    ));
});
