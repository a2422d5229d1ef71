import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileText } from '../support/hostile-text.ts';
import { listAllCustomers, listCustomers } from '../support/list-customers.ts';
import {
  type AnsweredCustomer,
  type Attempt,
  type CustomerGraph,
  isRefusal,
  openCustomerGraph,
} from '../support/open-customer-graph.ts';
import { leastInput, type ProviderName, providerNames } from '../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
afterAll(() => graph.close());

/** How often each property is tried at each provider. */
const options = { numRuns: 100 };

/** Tries a property, after which every customer of the provider has to be as before. */
async function leavesAllAsTheyWere<Inputs extends [unknown, ...unknown[]]>(
  provider: ProviderName,
  property: fc.IAsyncProperty<Inputs>,
): Promise<void> {
  const before = await listAllCustomers(graph, provider);
  await fc.assert(property, options);
  expect(await listAllCustomers(graph, provider)).toEqual(before);
}

const keyOf = (provider: ProviderName, externalId: string) => ({ external: { provider, externalId } });

/** Whether the input alone was refused, which must cost no call. */
function isRefusedHere(provider: ProviderName, attempt: Attempt): boolean {
  if (!isRefusal(attempt)) return false;
  expect(graph.callsOf(provider)).toEqual([]);
  return true;
}

/** The customer of a payload, which the result has to be. */
function customerIn({ result, codes }: Attempt): AnsweredCustomer {
  expect({ ...result, codes }).toMatchObject({ __typename: expect.stringMatching(/Payload$/), codes: [] });
  if (result?.customer === undefined) throw new Error('no customer in the payload');
  return result.customer;
}

/** Creates a customer with this external id and takes it through everything that is addressed by it. */
async function live(provider: ProviderName, externalId: string): Promise<void> {
  graph.takeCalls();
  const created = await graph.attempt('createCustomer', leastInput(provider, externalId));
  if (isRefusedHere(provider, created)) return;
  if (created.result?.__typename === 'ConflictError') {
    expect(await graph.find(provider, externalId)).not.toBeNull();
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
  // `GET /customers/portal/{external_id}` is the only way in at Flexprice, and takes no slash.
  const unreachable = provider === 'flexprice' && externalId.includes('/');
  expect(portal.__typename).toBe(unreachable ? 'UnsupportedError' : 'CreatePortalSessionPayload');
  const deleted = await graph.mutate('deleteCustomer', { customer: key });
  expect(deleted).toEqual({ __typename: 'DeleteCustomerPayload', deletedId: id });
  expect(await graph.find(provider, externalId)).toBeNull();
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
    const refused = isRefusedHere(provider, hostile);
    const created = customerIn(refused ? await graph.attempt('createCustomer', plain) : hostile);
    expect(created).toMatchObject(
      refused ? { name: plain.name, address: null, metadata: [] } : readBackOf(first),
    );

    graph.takeCalls();
    const updated = await graph.attempt('updateCustomer', { customer: key, ...inputOf(second) });
    const isKept = isRefusedHere(provider, updated);
    const { updatedAt: _updatedAt, ...customer } = isKept ? created : customerIn(updated);
    if (!isKept) expect(customer).toMatchObject({ id: created.id, ...readBackOf(second) });
    expect(await graph.find(provider, plain.externalId)).toMatchObject(customer);
    await findByContent(provider, customer);
  } finally {
    await graph.attempt('deleteCustomer', { customer: key });
  }
}

/** Finds the customer by its name, and by its metadata where the provider can be asked for such keys and values. */
async function findByContent(
  provider: ProviderName,
  { id, name, metadata }: Pick<AnsweredCustomer, 'id' | 'name' | 'metadata'>,
): Promise<void> {
  const byName = await listCustomers(graph, { provider, filter: { search: name ?? '' } });
  expect(byName).toMatchObject({ codes: [] });
  expect(byName.customers.map((customer) => customer.id)).toContain(id);
  if (metadata.length === 0) return;
  const byMetadata = await listCustomers(graph, { provider, filter: { metadata } });
  if (byMetadata.codes.length === 0) expect(byMetadata.customers).toMatchObject([{ id }]);
  else expect(['UNSUPPORTED_BY_PROVIDER', 'BAD_USER_INPUT']).toContain(byMetadata.codes.join());
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
  const attempt = await graph.attempt('createCustomer', { ...plain, ...fields });
  const customer = isRefusal(attempt) ? null : customerIn(attempt);
  expect(await graph.find(provider, plain.externalId)).toEqual(customer);
  if (customer !== null) await graph.mutate('deleteCustomer', { customer: { id: customer.id } });
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
});

describe('at polar', () => {
  it('any text for a session is taken, or a mistake in the input', async () => {
    const customer = keyOf('polar', 'acct-1');
    const address = fc.oneof(
      hostileText,
      hostileText.map((path) => `https://shop.example/${path}`),
    );
    const expectAnswer = (attempt: Attempt) => {
      if (!isRefusal(attempt)) expect(attempt.result?.__typename).toMatch(/Payload$/);
    };
    await fc.assert(
      fc.asyncProperty(address, fc.array(hostileText, { maxLength: 3 }), async (url, products) => {
        expectAnswer(await graph.attempt('createPortalSession', { customer, returnUrl: url }));
        expectAnswer(await graph.attempt('createCheckoutSession', { customer, successUrl: url, products }));
      }),
      options,
    );
  });
});
