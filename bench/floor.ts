import { createServer, type ServerResponse } from 'node:http';
import { createUndiciAsk } from './flexprice/ask-undici.ts';
import {
  toBalance,
  toCoupon,
  toCustomer,
  toEntitlements,
  toLiveBalance,
  toUpcomingGrant,
  toUsage,
} from './flexprice/graph-values.ts';
import { createReads, entitledPerSearch } from './flexprice/reads.ts';
import type { WireSubscription } from './flexprice/wire.ts';
import { fromGlobalId } from './people.ts';
import { readBody } from './read-body.ts';

// What the workloads cost at least, by hand and without GraphQL: `floor.js <port> <Flexprice's base URL>`. The same calls
// with the same batching as billgraph, the same answers, and a switch on the operation's name in place of a graph.

const [, , port, baseUrl = ''] = process.argv;
const reads = createReads(createUndiciAsk(baseUrl));
const pageSize = 50;

interface Operation {
  readonly operationName?: string;
  readonly variables?: {
    readonly id?: string;
    readonly ids?: readonly string[];
    readonly after?: string | null;
  };
}

createServer((request, response) => {
  readBody(request, (body) => {
    execute(JSON.parse(body)).then(
      (data) => send(response, 200, JSON.stringify({ data })),
      (error) => send(response, 500, JSON.stringify({ errors: [String(error)] })),
    );
  });
}).listen(Number(port), '127.0.0.1');

async function execute({ operationName, variables: { id = '', ids = [], after = null } = {} }: Operation) {
  switch (operationName) {
    case 'Customer':
      return { customer: await readCustomer(fromGlobalId(id)) };
    case 'Customers':
      return { customers: { nodes: await readPage(Number(after ?? 0)) } };
    case 'Cursors':
      return { customers: { pageInfo: { endCursor: String(Number(after ?? 0) + pageSize) } } };
    case 'Nodes':
      return { nodes: await readNodes(ids.map(fromGlobalId)) };
    default:
      return { __typename: 'Query' };
  }
}

/** One customer with everything, in two round trips. */
async function readCustomer(key: string) {
  const subscribed = reads.subscriptions([key]);
  const granted = reads.upcomingGrants(key);
  const [[customer], subscriptions, usage, grants, definitions, associations, wallets] = await Promise.all([
    reads.customers([key]),
    subscribed,
    // Several subscriptions would have to be asked about one by one.
    subscribed.then(() => reads.usage(key)),
    granted,
    granted.then((rows) => reads.creditGrants(rows.map(({ credit_grant_id }) => credit_grant_id))),
    subscribed.then((rows) => reads.associations(rows.map(({ id }) => id))),
    reads.liveWallets(key),
  ]);
  if (customer === undefined) return null;
  return {
    ...toCustomer(customer),
    usage: toUsage(usage),
    entitlements: toEntitlements(subscriptions),
    upcomingGrants: grants.map((grant) =>
      toUpcomingGrant(
        grant,
        definitions.find(({ id }) => id === grant.credit_grant_id),
        subscriptions,
      ),
    ),
    coupons: associations.map(toCoupon),
    balance: toLiveBalance(wallets),
  };
}

/** A page of customers with entitlements and balance. */
async function readPage(offset: number) {
  const customers = await reads.customerPage(pageSize, offset);
  const keys = customers.map(({ id }) => id);
  const [subscriptions, wallets] = await Promise.all([
    readSubscriptions(keys),
    Promise.all(keys.map(reads.wallets)),
  ]);
  return customers.map((customer, index) => ({
    ...toCustomer(customer),
    entitlements: toEntitlements(subscriptions.get(customer.id) ?? []),
    balance: toBalance(wallets[index] ?? []),
  }));
}

/** Customers by id, with entitlements. */
async function readNodes(keys: readonly string[]) {
  const [customers, subscriptions] = await Promise.all([reads.customers(keys), readSubscriptions(keys)]);
  const found = new Map(customers.map((customer) => [customer.id, customer]));
  return keys.map((key) => {
    const customer = found.get(key);
    if (customer === undefined) return null;
    return { ...toCustomer(customer), entitlements: toEntitlements(subscriptions.get(key) ?? []) };
  });
}

async function readSubscriptions(keys: readonly string[]): Promise<Map<string, WireSubscription[]>> {
  const chunks: Promise<readonly WireSubscription[]>[] = [];
  for (let start = 0; start < keys.length; start += entitledPerSearch) {
    chunks.push(reads.subscriptions(keys.slice(start, start + entitledPerSearch)));
  }
  const byCustomer = new Map<string, WireSubscription[]>();
  for (const row of (await Promise.all(chunks)).flat()) {
    const known = byCustomer.get(row.customer_id);
    if (known === undefined) byCustomer.set(row.customer_id, [row]);
    else known.push(row);
  }
  return byCustomer;
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
