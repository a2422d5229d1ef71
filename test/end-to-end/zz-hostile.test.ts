import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hostileText, nearMissOf } from '../support/hostile-text.ts';
import {
  type AnsweredCustomer,
  type Attempt,
  type CustomerGraph,
  openCustomerGraph,
  wholeCustomer,
} from '../support/open-customer-graph.ts';
import { leastInput, type ProviderName, providerNames } from '../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
afterAll(() => graph.close());

/** How often each property is tried at each provider. */
const options = { numRuns: 300 };

/** Tries a property, after which every customer of the provider has to be as before. */
async function leavesAllAsTheyWere<Inputs extends [unknown, ...unknown[]]>(
  provider: ProviderName,
  property: fc.IAsyncProperty<Inputs>,
): Promise<void> {
  const before = await listAll(provider);
  expect(before.length).toBeGreaterThan(50);
  await fc.assert(property, options);
  expect(await listAll(provider)).toEqual(before);
}

const entriesSchema = z.array(z.object({ key: z.string(), value: z.string() }));
const text = z.string().nullable();

const listSchema = z.object({
  customers: z.object({
    nodes: z.array(
      z.object({ id: z.string(), externalId: text, name: text, email: text, metadata: entriesSchema }),
    ),
    pageInfo: z.object({ endCursor: text, hasNextPage: z.boolean() }),
    unavailable: z.array(z.object({ code: z.string() })),
  }),
});

type ListedCustomer = z.infer<typeof listSchema>['customers']['nodes'][number];

/** What a list is narrowed by. */
interface Filter {
  readonly search?: string;
  readonly email?: string;
  readonly externalIds?: readonly string[];
  readonly metadata?: readonly { readonly key: string; readonly value: string }[];
}

function askForList(provider: ProviderName, filter: Filter, after: string | null = null) {
  return graph.ask(
    `query ($provider: String!, $filter: CustomerFilter, $after: String) {
      customers(provider: $provider, filter: $filter, first: 100, after: $after) {
        nodes { id externalId name email metadata { key value } }
        pageInfo { hasNextPage endCursor } unavailable { code message }
      }
    }`,
    { provider, filter, after },
  );
}

async function listAll(provider: ProviderName): Promise<readonly ListedCustomer[]> {
  const all: ListedCustomer[] = [];
  let after: string | null = null;
  do {
    const { data } = await askForList(provider, {}, after);
    const { nodes, pageInfo, unavailable } = listSchema.parse(data).customers;
    expect(unavailable).toEqual([]);
    all.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}

/**
 * The first hundred customers that meet the filter; null where the filter is refused, or the provider cannot be asked for
 * such metadata, both of which must cost no call.
 */
async function list(provider: ProviderName, filter: Filter): Promise<readonly ListedCustomer[] | null> {
  graph.takeCalls();
  const { data, errors } = await askForList(provider, filter);
  if (errors !== undefined) {
    expectRefusal(provider, errors);
    return null;
  }
  const { nodes, unavailable } = listSchema.parse(data).customers;
  if (unavailable.length === 0) return nodes;
  expect({ filter, unavailable }).toMatchObject({
    filter: { metadata: expect.anything() },
    unavailable: [{ code: 'UNSUPPORTED_BY_PROVIDER' }],
  });
  expect(graph.callsOf(provider)).toEqual([]);
  return null;
}

/** The customer with this external id; null also where nobody can have it, which must cost no call. */
async function seek(provider: ProviderName, externalId: string): Promise<{ readonly id: string } | null> {
  graph.takeCalls();
  const { data, errors } = await graph.ask(
    `query ($provider: String!, $externalId: String!) {
      customer: customerByExternalId(provider: $provider, externalId: $externalId) { ...Whole }
    }
    ${wholeCustomer}`,
    { provider, externalId },
  );
  if (errors !== undefined) {
    expectRefusal(provider, errors);
    return null;
  }
  const { customer } = z
    .object({ customer: z.looseObject({ id: z.string(), externalId: z.string() }).nullable() })
    .parse(data);
  if (customer !== null) expect(customer.externalId).toBe(externalId);
  return customer;
}

function expectRefusal(
  provider: ProviderName,
  errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[],
): void {
  expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
  expect(graph.callsOf(provider)).toEqual([]);
}

/** Whether the input alone was refused, as a whole or as data, which must cost no call. */
function isRefused(provider: ProviderName, { result, codes }: Attempt): boolean {
  const asData = result?.__typename === 'ValidationError' && codes.length === 0;
  if (!asData && (result !== null || codes.join() !== 'BAD_USER_INPUT')) return false;
  expect(graph.callsOf(provider)).toEqual([]);
  return true;
}

/** The customer of a payload, which the result has to be. */
function customerIn({ result, codes }: Attempt): AnsweredCustomer {
  expect({ ...result, codes }).toMatchObject({ __typename: expect.stringMatching(/Payload$/), codes: [] });
  if (result?.customer === undefined) throw new Error('no customer in the payload');
  return result.customer;
}

const keyOf = (provider: ProviderName, externalId: string) => ({ external: { provider, externalId } });

/** Whether a customer's portal can be opened: `GET /customers/portal/{external_id}` cannot be given a slash. */
function portalOf(provider: ProviderName, externalId: string): string {
  const unreachable = provider === 'flexprice' && externalId.includes('/');
  return unreachable ? 'UnsupportedError' : 'CreatePortalSessionPayload';
}

/** Creates a customer with this external id and takes it through everything that is addressed by it. */
async function live(provider: ProviderName, externalId: string): Promise<void> {
  graph.takeCalls();
  const created = await graph.attempt('createCustomer', leastInput(provider, externalId));
  if (isRefused(provider, created)) return;
  if (created.result?.__typename === 'ConflictError') {
    expect(await seek(provider, externalId)).not.toBeNull();
    return;
  }
  const customer = customerIn(created);
  const { id } = customer;
  expect(customer.externalId).toBe(externalId);
  expect(await graph.findEverywhere({ provider, id, externalId })).toEqual({
    byId: customer,
    node: customer,
    byExternalId: customer,
    listed: { nodes: [customer], totalCount: 1, unavailable: [] },
  });
  const key = keyOf(provider, externalId);
  const renamed = await graph.attempt('updateCustomer', { customer: key, name: 'Renamed', externalId });
  expect(customerIn(renamed)).toMatchObject({ id, externalId, name: 'Renamed' });
  const portal = await graph.mutate('createPortalSession', { customer: key });
  expect(portal.__typename).toBe(portalOf(provider, externalId));
  const deleted = await graph.mutate('deleteCustomer', { customer: key });
  expect(deleted).toEqual({ __typename: 'DeleteCustomerPayload', deletedId: id });
  expect(await seek(provider, externalId)).toBeNull();
}

/** What somebody writes into fields that take any text. */
interface Writing {
  readonly name: string;
  readonly city: string;
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
}

const hostileWriting: fc.Arbitrary<Writing> = fc.record({
  name: hostileText,
  city: fc.oneof(fc.constant('Berlin'), hostileText),
  metadata: fc.uniqueArray(fc.record({ key: hostileText, value: hostileText }), {
    selector: ({ key }) => key,
    maxLength: 3,
  }),
});

function inputOf({ name, city, metadata }: Writing) {
  return { name, address: { city, country: 'DE' }, metadata };
}

/** What has to be read back of it, character by character; empty text is none. */
function readBackOf({ name, city, metadata }: Writing) {
  return {
    name: name || null,
    address: { line1: null, line2: null, city: city || null, state: null, postalCode: null, country: 'DE' },
    metadata: metadata.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

/** Writes twice to a customer of its own, and looks for it by what was written. */
async function write(provider: ProviderName, first: Writing, second: Writing): Promise<void> {
  const plain = leastInput(provider, 'is written to');
  const key = keyOf(provider, plain.externalId);
  try {
    graph.takeCalls();
    const hostile = await graph.attempt('createCustomer', { ...plain, ...inputOf(first) });
    const refused = isRefused(provider, hostile);
    const created = customerIn(refused ? await graph.attempt('createCustomer', plain) : hostile);
    expect(created).toMatchObject(
      refused ? { name: plain.name, address: null, metadata: [] } : readBackOf(first),
    );

    graph.takeCalls();
    const updated = await graph.attempt('updateCustomer', { customer: key, ...inputOf(second) });
    const isKept = isRefused(provider, updated);
    const { updatedAt: _updatedAt, ...customer } = isKept ? created : customerIn(updated);
    if (!isKept) expect(customer).toMatchObject({ id: created.id, ...readBackOf(second) });
    expect(await graph.find(provider, plain.externalId)).toMatchObject(customer);
    await findByMetadata(provider, customer);
    await findByName(provider, customer);
  } finally {
    await graph.attempt('deleteCustomer', { customer: key });
  }
}

/** A key or value that the provider cannot be asked for leaves its list unavailable, without a call. */
async function findByMetadata(
  provider: ProviderName,
  { id, metadata }: Pick<AnsweredCustomer, 'id' | 'metadata'>,
): Promise<void> {
  if (metadata.length === 0) return;
  const found = await list(provider, { metadata });
  if (found !== null) expect(found).toMatchObject([{ id }]);
}

async function findByName(
  provider: ProviderName,
  { id, name }: Pick<AnsweredCustomer, 'id' | 'name'>,
): Promise<void> {
  const found = await list(provider, { search: name ?? '' });
  if (found !== null) expect(found.map((customer) => customer.id)).toContain(id);
}

const otherFields = ['email', 'phone', 'currency', 'timezone', 'locale', 'taxId'] as const;
const otherParts = ['line1', 'line2', 'state', 'postalCode', 'country'] as const;

/** An input with hostile text in one of the fields that do not take any text, or not everywhere. */
const hostileField: fc.Arbitrary<object> = fc.oneof(
  fc.tuple(fc.constantFrom(...otherFields), hostileText).map(([field, value]) => ({ [field]: value })),
  fc
    .tuple(fc.constantFrom(...otherParts), hostileText)
    .map(([part, value]) => ({ address: { country: 'US', [part]: value } })),
  hostileText.map((mailbox) => ({ email: `${mailbox}@sample.example` })),
);

/** Creates a customer with it, or hears that the input is not accepted; nothing else may come of it. */
async function fillIn(provider: ProviderName, fields: object): Promise<void> {
  const plain = leastInput(provider, 'is filled in');
  const { result, codes } = await graph.attempt('createCustomer', { ...plain, ...fields });
  if (result === null) {
    expect(codes).toEqual(['BAD_USER_INPUT']);
    return;
  }
  expect({ ...result, codes }).toMatchObject({
    __typename: expect.stringMatching(/^(?:CreateCustomerPayload|ValidationError)$/),
    codes: [],
  });
  const { customer } = result;
  expect(await graph.find(provider, plain.externalId)).toEqual(customer ?? null);
  if (customer !== undefined) await graph.mutate('deleteCustomer', { customer: { id: customer.id } });
}

/** Asks for a customer that does not exist in every way in which one is asked for by an id of one's own. */
async function missByExternalId(provider: ProviderName, externalId: string): Promise<void> {
  const found = await list(provider, { externalIds: [externalId] });
  if ((await seek(provider, externalId)) !== null) {
    expect(found).toMatchObject([{ externalId }]);
    return;
  }
  expect(found ?? []).toEqual([]);
  graph.takeCalls();
  await expectNobody(provider, keyOf(provider, externalId));
}

/** Asks for a customer by a global id that billgraph has given to nobody. */
async function missById(provider: ProviderName, key: string): Promise<void> {
  const id = Buffer.from(`Customer:${provider}:${key}`, 'utf8').toString('base64');
  const { data, errors } = await graph.ask(
    'query ($id: ID!) { customer(id: $id) { id } node(id: $id) { id } }',
    {
      id,
    },
  );
  expect(errors).toBeUndefined();
  if (z.object({ customer: z.object({ id: z.literal(id) }) }).safeParse(data).success) return;
  expect(data).toEqual({ customer: null, node: null });
  await expectNobody(provider, { id });
}

async function expectNobody(provider: ProviderName, customer: object): Promise<void> {
  const attempts = await Promise.all([
    graph.attempt('updateCustomer', { customer, name: 'Hit' }),
    graph.attempt('deleteCustomer', { customer }),
    graph.attempt('createPortalSession', { customer }),
  ]);
  const [update, remove, portal] = attempts.map(({ result }) => result?.__typename);
  const missed = ['NotFoundError', 'ValidationError'];
  expect(missed).toContain(update);
  expect(remove).toBe('NotFoundError');
  expect(provider === 'flexprice' ? [...missed, 'UnsupportedError'] : missed).toContain(portal);
  expect(attempts.flatMap(({ codes }) => codes)).toEqual([]);
  const writes = graph.callsOf(provider).filter((call) => /^DELETE|^POST .*\/customers\/?$/.test(call));
  expect(writes).toEqual([]);
}

const hostileFilter: fc.Arbitrary<Filter> = fc.record(
  {
    search: hostileText,
    email: fc.oneof(
      hostileText,
      hostileText.map((part) => `${part}@example.com`),
    ),
    externalIds: fc.array(hostileText, { maxLength: 3 }),
    metadata: fc.array(fc.record({ key: hostileText, value: hostileText }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

/** Whether the customer meets the filter, as the schema explains it. */
function meets(
  provider: ProviderName,
  { externalId, name, email, metadata }: ListedCustomer,
  filter: Filter,
): boolean {
  const holds = (whole: string | null, part: string) =>
    whole !== null && whole.toLowerCase().includes(part.toLowerCase());
  const { search = '', email: address, externalIds, metadata: entries = [] } = filter;
  return (
    // Lago looks into legal names too, which the graph does not show.
    (provider === 'lago' || [externalId, name, email].some((whole) => holds(whole, search.trim()))) &&
    (address === undefined || holds(email, address)) &&
    (externalIds === undefined || externalIds.some((each) => each === externalId)) &&
    entries.every(({ key, value }) => metadata.some((each) => each.key === key && each.value === value))
  );
}

describe.each(providerNames)('at %s', (provider) => {
  it('a customer with any external id lives as any other, or is refused', () =>
    leavesAllAsTheyWere(
      provider,
      fc.asyncProperty(hostileText, (externalId) => live(provider, externalId)),
    ));

  it('any name, address and metadata is kept to the letter, or refused', () =>
    leavesAllAsTheyWere(
      provider,
      fc.asyncProperty(hostileWriting, hostileWriting, (first, second) => write(provider, first, second)),
    ));

  it('any text in any other field is taken, or a mistake in the input', () =>
    leavesAllAsTheyWere(
      provider,
      fc.asyncProperty(hostileField, (fields) => fillIn(provider, fields)),
    ));

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
      fc.asyncProperty(hostileFilter, async (filter) => {
        const found = (await list(provider, filter)) ?? [];
        expect(found.filter((customer) => !meets(provider, customer, filter))).toEqual([]);
      }),
    ));
});

describe('at polar', () => {
  it('any text for a session is taken, or a mistake in the input', async () => {
    const customer = keyOf('polar', 'acct-1');
    const around = fc.oneof(
      hostileText,
      hostileText.map((path) => `https://shop.example/${path}`),
    );
    const open = async (mutation: 'createPortalSession' | 'createCheckoutSession', input: object) => {
      const { result, codes } = await graph.attempt(mutation, { customer, ...input });
      expect({ ...result, codes }).toMatchObject({
        __typename: expect.stringMatching(/Payload$|^ValidationError$/),
        codes: [],
      });
    };
    await fc.assert(
      fc.asyncProperty(around, fc.array(hostileText, { maxLength: 3 }), async (url, products) => {
        await open('createPortalSession', { returnUrl: url });
        await open('createCheckoutSession', { successUrl: url, products });
      }),
      options,
    );
  });
});
