import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SandboxCall } from '../../src/sandbox/start-sandbox.ts';
import { type OpenGraph, openGraph } from '../support/open-graph.ts';

const everything = `fragment Everything on Customer {
  name email metadata { key value }
  usage { asOf items { feature quantity limit } charges { amount } }
  entitlements { feature limit }
  upcomingGrants { name unit credits amount { amount } scheduledFor }
  coupons { name }
  balance { settled { amount } live { amount } credits { unit } wallets { id } }
  subscriptions { subscriptionId }
}`;

const pastUsage = 'pastUsage { invoiceId }';

const answer = z.record(
  z.string(),
  z.object({ subscriptions: z.array(z.object({ subscriptionId: z.string() })) }).nullable(),
);

// Fifty customers in one query are more than a server allows where nothing else is said.
const unlimited = { aliases: 50, upstreamCalls: 1_000 } as const;

let graph: OpenGraph;
let cautious: OpenGraph;

beforeAll(async () => {
  graph = await openGraph({}, { limits: unlimited });
  cautious = await openGraph({ bulk: 'never' }, { limits: unlimited });
});
afterAll(() => Promise.all([graph.close(), cautious.close()]));

/** Asks for these customers with everything; tells the calls by route, and the live subscriptions by customer. */
async function askFor(
  { ask, takeCalls }: OpenGraph,
  provider: string,
  externalIds: readonly string[],
  more = '',
): Promise<{ readonly calls: Readonly<Record<string, number>>; readonly subscriptions: readonly number[] }> {
  const customers = externalIds.map(
    (externalId, index) =>
      `c${index}: customerByExternalId(provider: "${provider}", externalId: "${externalId}") { ...Everything ${more} }`,
  );
  const { data, errors } = await ask(`{ ${customers.join('\n')} } ${everything}`);
  expect(errors).toBeUndefined();
  const found = Object.values(answer.parse(data));
  expect(found).not.toContain(null);
  const subscriptions = found.map((customer) => {
    const ids = customer?.subscriptions.map(({ subscriptionId }) => subscriptionId);
    return new Set(ids).size;
  });
  return { calls: countByRoute(takeCalls()), subscriptions };
}

const ids =
  /\/(?:cust_|subs_)[^/]+|\/acct-\d+|\/(?:lg|pl|fx)-\d+|\/(?:[0-9a-f]+-){4}[0-9a-f]+|(?<=\/subscriptions\/)[^/]+(?=\/)/g;

/** Calls by method and path, with ids left out. */
function countByRoute(calls: readonly SandboxCall[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, target } of calls) {
    const path = new URL(target, 'http://host').pathname.replace(ids, (id) =>
      id.startsWith('/') ? '/*' : '*',
    );
    const route = `${method} ${path}`;
    counts[route] = (counts[route] ?? 0) + 1;
  }
  return counts;
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** Twenty people whom all providers know and thirty whom only one does. */
const fifty = (prefix: string) => [
  ...Array.from({ length: 20 }, (_, index) => `acct-${index + 1}`),
  ...Array.from({ length: 30 }, (_, index) => `${prefix}-${index + 1}`),
];

describe('Flexprice is asked for', () => {
  it('one customer with everything in seven calls', async () => {
    const { calls } = await askFor(graph, 'flexprice', ['acct-1']);
    expect(calls).toEqual({
      'POST /v1/customers/search': 1,
      // Subscriptions, usage, coupons and entitlements start from the same rows.
      'POST /v1/subscriptions/search': 1,
      // One live subscription: one usage call.
      'GET /v1/customers/usage': 1,
      'GET /v1/coupons/associations': 1,
      'GET /v1/customers/*/grants/upcoming': 1,
      'GET /v1/creditgrants': 1,
      'GET /v1/customers/wallets': 1,
    });
  });

  it('fifty customers with everything in as many calls as its one-customer routes need, and seven', async () => {
    const { calls, subscriptions } = await askFor(graph, 'flexprice', fifty('fx'));
    expect(calls).toEqual({
      'POST /v1/customers/search': 1,
      // ⌈50 / 20⌉: the search that brings entitlements goes in chunks of twenty.
      'POST /v1/subscriptions/search': 3,
      // One for each live subscription: usage of several is only told one by one.
      'GET /v1/customers/usage': total(subscriptions),
      // ⌈subscriptions / 100⌉
      'GET /v1/coupons/associations': Math.ceil(total(subscriptions) / 100),
      'GET /v1/customers/*/grants/upcoming': 50,
      // Fewer than fifty distinct grants.
      'GET /v1/creditgrants': 1,
      'GET /v1/customers/wallets': 50,
    });
    expect(Math.max(...subscriptions)).toBeGreaterThan(1);
  });
});

describe('Lago is asked for', () => {
  it('one customer with everything in four calls, and three for each live subscription', async () => {
    const { calls, subscriptions } = await askFor(graph, 'lago', ['acct-1'], pastUsage);
    expect(calls).toEqual({
      'GET /api/v1/customers/*': 1,
      'GET /api/v1/customers/*/subscriptions': 1,
      'GET /api/v1/customers/*/applied_coupons': 1,
      // Balance and upcoming grants come from the same wallets.
      'GET /api/v1/customers/*/wallets': 1,
      'GET /api/v1/customers/*/current_usage': total(subscriptions),
      'GET /api/v1/customers/*/past_usage': total(subscriptions),
      'GET /api/v1/subscriptions/*/entitlements': total(subscriptions),
    });
    expect(total(subscriptions)).toBe(1);
  });

  it('fifty customers in a small account in four calls over the whole account, and three for each live subscription', async () => {
    const { calls, subscriptions } = await askFor(graph, 'lago', fifty('lg'), pastUsage);
    expect(calls).toEqual({
      // Fewer than 250 rows of each in the account: one page instead of fifty calls.
      'GET /api/v1/customers': 1,
      'GET /api/v1/subscriptions': 1,
      'GET /api/v1/applied_coupons': 1,
      'GET /api/v1/wallets': 1,
      'GET /api/v1/customers/*/current_usage': total(subscriptions),
      'GET /api/v1/customers/*/past_usage': total(subscriptions),
      'GET /api/v1/subscriptions/*/entitlements': total(subscriptions),
    });
    expect(Math.max(...subscriptions)).toBeGreaterThan(1);
  });

  it('fifty customers one by one when the account is not to be read as a whole', async () => {
    const { calls, subscriptions } = await askFor(cautious, 'lago', fifty('lg'), pastUsage);
    expect(calls).toEqual({
      'GET /api/v1/customers/*': 50,
      'GET /api/v1/customers/*/subscriptions': 50,
      'GET /api/v1/customers/*/applied_coupons': 50,
      'GET /api/v1/customers/*/wallets': 50,
      'GET /api/v1/customers/*/current_usage': total(subscriptions),
      'GET /api/v1/customers/*/past_usage': total(subscriptions),
      'GET /api/v1/subscriptions/*/entitlements': total(subscriptions),
    });
  });
});

describe('Polar is asked for', () => {
  const lists = {
    'GET /v1/customer-meters/': 1,
    // Subscriptions, coupons and upcoming grants come from the same rows.
    'GET /v1/subscriptions/': 1,
    'GET /v1/wallets/': 1,
  };

  it('one customer with everything in five calls', async () => {
    const { calls } = await askFor(graph, 'polar', ['acct-1']);
    expect(calls).toEqual({ ...lists, 'GET /v1/customers/external/*': 1, 'GET /v1/benefit-grants/': 1 });
  });

  it('fifty customers with everything in seven', async () => {
    const { calls } = await askFor(graph, 'polar', fifty('pl'));
    expect(calls).toEqual({
      ...lists,
      // Fewer than a hundred customers in the account: one page instead of fifty calls.
      'GET /v1/customers/': 1,
      // Between 101 and 200 grants: two pages.
      'GET /v1/benefit-grants/': 2,
      // Somebody changes to another product before the next grant, which then comes from that product.
      'GET /v1/products/': 1,
    });
  });

  it('the customers one by one when the account is not to be read as a whole', async () => {
    const { calls } = await askFor(cautious, 'polar', fifty('pl'));
    expect(calls).toEqual({
      ...lists,
      'GET /v1/customers/external/*': 50,
      'GET /v1/benefit-grants/': 2,
      'GET /v1/products/': 1,
    });
  });
});

describe.each(['flexprice', 'lago', 'polar'])('%s is asked no more', (provider) => {
  it('for the same customer under two aliases', async () => {
    const once = await askFor(graph, provider, ['acct-1']);
    const twice = await askFor(graph, provider, ['acct-1', 'acct-1']);
    expect(twice.calls).toEqual(once.calls);
  });

  it('than for what is selected', async () => {
    await graph.ask(
      `{ customerByExternalId(provider: "${provider}", externalId: "acct-1") { id name address { city } } }`,
    );
    expect(graph.takeCalls()).toHaveLength(1);
  });
});

it('asks all providers for an account in three calls', async () => {
  await graph.ask('{ account(externalId: "acct-1") { customers { id } } }');
  expect(
    graph
      .takeCalls()
      .map(({ account }) => account)
      .sort(),
  ).toEqual(['flexprice', 'lago', 'polar']);
});

it('asks nobody for what it can tell itself', async () => {
  await graph.ask(
    '{ providers { id name kind capabilities } provider(name: "lago") { name } node(id: "x") { id } __typename }',
  );
  expect(graph.takeCalls()).toEqual([]);
});
