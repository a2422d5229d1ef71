import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type OpenGraph, openGraph } from '../support/open-graph.ts';

const limits = { aliases: 1000, tokens: 100_000, upstreamCalls: 100_000 };

const spendingSchema = z.record(
  z.string(),
  z.strictObject({ estimated: z.int(), actual: z.int(), milliseconds: z.int().nonnegative() }),
);
const answerSchema = z.object({
  extensions: z.object({ billgraph: z.object({ upstream: spendingSchema }) }),
});

const accounts = ['flexprice', 'lago', 'polar'] as const;

/** A customer of the sandbox. */
interface Person {
  readonly id: string;
  readonly provider: string;
  readonly externalId: string | null;
}

let graph: OpenGraph;
/** Refuses whatever costs a call, and tells what it would cost. */
let quoted: OpenGraph;
let people: readonly Person[];
/** Those with no more than one live subscription. */
let ordinary: readonly Person[];

beforeAll(async () => {
  graph = await openGraph({}, { limits });
  quoted = await openGraph({}, { limits: { ...limits, upstreamCalls: 0 } });
  const found = await Promise.all(accounts.map(readPeople));
  people = found.flat();
  ordinary = found.flat().filter(({ live }) => live <= 1);
});
afterAll(() => Promise.all([graph.close(), quoted.close()]));

const pageSchema = z.object({
  customers: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        externalId: z.string().nullable(),
        subscriptions: z.array(z.object({ subscriptionId: z.string() })),
      }),
    ),
  }),
});

async function readPeople(provider: string): Promise<readonly (Person & { readonly live: number })[]> {
  const { data } = await graph.ask(
    `{ customers(provider: "${provider}", first: 100) { nodes { id externalId subscriptions { subscriptionId } } } }`,
  );
  return pageSchema.parse(data).customers.nodes.map(({ id, externalId, subscriptions }) => ({
    id,
    externalId,
    provider,
    live: subscriptions.length,
  }));
}

/** What can be selected of a customer, each under a name of its own. */
const fields = [
  'name',
  'usage { asOf }',
  'none: usage(subscriptionId: "none") { asOf }',
  'pastUsage { invoiceId }',
  'newest: pastUsage(periods: 2) { invoiceId }',
  'entitlements { feature }',
  'seats: entitlement(feature: "seats") { access used }',
  'calls: entitlement(feature: "api_calls") { access }',
  'upcomingGrants { scheduledFor }',
  'told: upcomingGrants { name unit amount { amount } }',
  'coupons { id }',
  'allCoupons: coupons(includeInactive: true) { id }',
  'balance { settled { amount } }',
  'live: balance { live { amount } credits { unit } }',
  'credits: balance { credits { unit } }',
  'subscriptions { id }',
  'allSubscriptions: subscriptions(includeInactive: true) { id }',
];

const selection = fc.subarray(fields).map((chosen) => `id ${chosen.join(' ')}`);

/** A root field over some of these people. */
function rootOver(somebody: fc.Arbitrary<Person>): fc.Arbitrary<string> {
  const text = (value: string | null) => JSON.stringify(value ?? 'nobody');
  const some = fc.array(somebody, { minLength: 1, maxLength: 25 });
  return fc.oneof(
    fc.tuple(somebody, selection).map(([{ id }, of]) => `customer(id: ${text(id)}) { ${of} }`),
    fc.tuple(some, selection).map(([all, of]) => {
      const ids = all.map(({ id }) => text(id)).join(' ');
      return `nodes(ids: [${ids}]) { ... on Customer { ${of} } }`;
    }),
    fc
      .tuple(somebody, selection)
      .map(
        ([{ provider, externalId }, of]) =>
          `customerByExternalId(provider: "${provider}", externalId: ${text(externalId)}) { ${of} }`,
      ),
  );
}

function toOperation(roots: readonly string[]): string {
  return `{ ${roots.map((field, index) => `r${index}: ${field}`).join('\n')} }`;
}

/** Roots whose customers cannot be chosen here. */
const anyRoot = fc.oneof(
  fc
    .tuple(fc.subarray(['acct-1', 'acct-2', 'acct-9', 'acct-20', 'nobody'], { minLength: 1 }), selection)
    .map(
      ([ids, of]) =>
        `accounts(externalIds: ${JSON.stringify(ids)}) { balances { amount } entitlement(feature: "seats") { access } customers { ${of} } }`,
    ),
  fc
    .tuple(fc.constantFrom(...accounts, null), fc.integer({ min: 1, max: 60 }), selection)
    .map(
      ([provider, first, of]) =>
        `customers(first: ${first}${provider === null ? '' : `, provider: "${provider}"`}) { nodes { ${of} } edges { node { name } } }`,
    ),
  fc
    .tuple(fc.constantFrom('a', 'example', 'acct-1'), selection)
    .map(
      ([search, of]) => `customers(first: 5, filter: { search: "${search}" }) { totalCount nodes { ${of} } }`,
    ),
);

async function spend(query: string): Promise<z.infer<typeof spendingSchema>> {
  graph.takeCalls();
  const answer = await graph.ask(query, {}, { 'x-billgraph-debug': '1' });
  return answerSchema.parse(answer).extensions.billgraph.upstream;
}

/** The calls that the sandbox has received, by account. */
function countCalls(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { account } of graph.takeCalls()) counts[account] = (counts[account] ?? 0) + 1;
  return counts;
}

const refusalSchema = z.object({
  extensions: z.object({ code: z.literal('QUERY_TOO_EXPENSIVE'), price: z.int(), limit: z.literal(0) }),
});

/** The price that a refusal tells, without a call; what costs nothing is not refused. */
async function quote({ ask, takeCalls }: OpenGraph, query: string): Promise<number> {
  const { data, errors = [] } = await ask(query);
  expect(takeCalls()).toEqual([]);
  return data === undefined ? refusalSchema.parse(errors[0]).extensions.price : 0;
}

/** How many calls are made, whatever comes of it. */
async function countMade({ ask, takeCalls }: OpenGraph, query: string): Promise<number> {
  takeCalls();
  await ask(query);
  return takeCalls().length;
}

const nobody: Person = { id: 'nobody', provider: 'lago', externalId: null };

/** One of the people, who are only known once the sandbox runs. */
const oneOf = (some: () => readonly Person[]) =>
  fc.nat().map((index) => some()[index % some().length] ?? nobody);

const ordinaryOperation = fc
  .array(rootOver(oneOf(() => ordinary)), { minLength: 2, maxLength: 6 })
  .map(toOperation);

/** Fields that take no call more for a second subscription. */
const flatFields = fields.filter((field) => !/usage|entitlement/i.test(field));

const pageOfAll = fc
  .tuple(fc.integer({ min: 2, max: 60 }), fc.subarray(flatFields))
  .map(([first, of]) => `{ customers(first: ${first}) { nodes { id ${of.join(' ')} } } }`);

describe('the price of an operation', { timeout: 60_000 }, () => {
  it.each([
    ['is never less than what is then asked about ordinary customers', () => ordinaryOperation, 30],
    ['covers a page over all accounts, whosever the customers are', () => pageOfAll, 10],
  ])('%s', async (_name, operation, numRuns) => {
    await fc.assert(
      fc.asyncProperty(operation(), async (query) => {
        const price = await quote(quoted, query);
        expect(await countMade(graph, query)).toBeLessThanOrEqual(price);
      }),
      { numRuns },
    );
  });

  it('covers what a customer may ask about itself, and about anybody else', async () => {
    const own = people.find(({ externalId }) => externalId === 'acct-2') ?? nobody;
    const caller = { name: 'own', scopes: new Set<never>(), externalId: own.externalId };
    const authenticate = async () => caller;
    const itself = await openGraph({}, { limits, authenticate });
    const refused = await openGraph({}, { limits: { ...limits, upstreamCalls: 0 }, authenticate });
    const somebody = fc.oneof(
      fc.constant(own),
      oneOf(() => ordinary),
    );
    const root = fc.oneof(
      rootOver(somebody),
      selection.map((of) => `viewer { customers { ${of} } }`),
      anyRoot,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(root, { minLength: 1, maxLength: 4 }).map(toOperation), async (query) => {
        const price = await quote(refused, query);
        expect(await countMade(itself, query)).toBeLessThanOrEqual(price);
      }),
      { numRuns: 20 },
    );
    await Promise.all([itself.close(), refused.close()]);
  });

  it.each(accounts.flatMap((provider) => mutationsAt(provider).map((mutation) => ({ provider, mutation }))))(
    'covers a mutation at $provider: $mutation',
    async ({ mutation }) => {
      const operation = `mutation { ${mutation} }`;
      const price = await quote(quoted, operation);
      expect(await countMade(graph, operation)).toBeLessThanOrEqual(price);
      // Now that it has happened once.
      expect(await countMade(graph, operation)).toBeLessThanOrEqual(price);
    },
  );
});

describe('an operation', { timeout: 60_000 }, () => {
  const anyOperation = fc
    .array(fc.oneof(rootOver(oneOf(() => people)), anyRoot), { minLength: 1, maxLength: 4 })
    .map(toOperation);

  it('tells with its answer what was asked, account by account', async () => {
    await fc.assert(
      fc.asyncProperty(anyOperation, async (query) => {
        const spending = await spend(query);
        const counts = countCalls();
        const told = Object.entries(spending).filter(([, { actual }]) => actual > 0);
        expect(Object.fromEntries(told.map(([account, { actual }]) => [account, actual]))).toEqual(counts);
        for (const { actual, estimated } of Object.values(spending)) {
          expect(actual).toBeLessThanOrEqual(estimated);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('never makes more calls than the limit, however much the customers have', async () => {
    const most = 25;
    const limited = await openGraph({}, { limits: { ...limits, upstreamCalls: most } });
    await fc.assert(
      fc.asyncProperty(anyOperation, async (query) => {
        expect(await countMade(limited, query)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 20 },
    );
    await limited.close();
  });
});

/** Every mutation, of a customer who is there and of one who is not, with something to read afterwards. */
function mutationsAt(provider: string): readonly string[] {
  const key = (externalId: string) =>
    `customer: { external: { provider: "${provider}", externalId: "${externalId}" } }`;
  const created = `input: { provider: "${provider}", externalId: "priced-1", name: "Priced", email: "priced@example.com" }`;
  const customer = '{ customer { id balance { asOf } coupons { id } } }';
  return [
    `createCustomer(${created}) { ... on CreateCustomerPayload ${customer} }`,
    `ensureCustomer(${created}) { ... on EnsureCustomerPayload ${customer} }`,
    `updateCustomer(input: { ${key('priced-1')}, name: "Priced anew" }) { ... on UpdateCustomerPayload ${customer} }`,
    `createPortalSession(input: { ${key('acct-1')} }) { __typename }`,
    `createCheckoutSession(input: { ${key('acct-1')} }) { __typename }`,
    `deleteCustomer(input: { ${key('priced-1')} }) { __typename }`,
    `updateCustomer(input: { ${key('nobody')}, name: "Nobody" }) { __typename }`,
  ];
}
