import { askGraph, type GraphRequest } from './graph-client.ts';
import { customerCount, everybody, keyOf, toGlobalId } from './people.ts';
import { cursorQuery, customerQuery, customersQuery, emptyQuery, nodesQuery } from './queries.ts';

/** What is asked, by how many at once. */
export interface Workload {
  /** What `--only` takes. */
  readonly name: string;
  readonly title: string;
  readonly clients: number;
  /** What is sent, one request after another; cursors have to be had from the gateway first. */
  requests(url: string): Promise<readonly GraphRequest[]> | readonly GraphRequest[];
}

/** The latencies of the upstream at which each of them runs. */
export const latenciesMs = [0, 20] as const;

const pageSize = 50;
const nodesPerRequest = 20;
const ids = everybody.map((number) => toGlobalId('flexprice', keyOf.flexprice(number)));

/** Requests that come next to each other never ask for the same, so that nothing is shared but where that is the point. */
export const workloads: readonly Workload[] = [
  { name: 'empty', title: 'empty query', clients: 16, requests: () => [{ query: emptyQuery }] },
  ...[1, 16, 64].map(
    (clients): Workload => ({
      name: `customer-${clients}`,
      title: 'one customer with all five fields',
      clients,
      requests: customerRequests,
    }),
  ),
  {
    name: 'page',
    title: '50 customers with balance and entitlements',
    clients: 8,
    requests: pageRequests,
  },
  {
    name: 'same',
    title: 'the same customer with all five fields',
    clients: 64,
    requests: () => customerRequests().slice(0, 1),
  },
  {
    name: 'nodes',
    title: '20 customers by id with entitlements',
    clients: 16,
    requests: () =>
      chunk(ids, nodesPerRequest).map((some) => ({
        operationName: 'Nodes',
        query: nodesQuery,
        variables: { ids: some },
      })),
  },
];

/** Each customer once. */
export function customerRequests(): readonly GraphRequest[] {
  return ids.map((id) => ({ operationName: 'Customer', query: customerQuery, variables: { id } }));
}

/** The items, so many at a time. */
export function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

interface CursorAnswer {
  readonly customers: { readonly pageInfo: { readonly endCursor: string } };
}

/** Every page of the list, by the gateway's own cursors. */
async function pageRequests(url: string): Promise<readonly GraphRequest[]> {
  const cursors: (string | null)[] = [null];
  while (cursors.length < customerCount / pageSize) {
    const variables = { after: cursors.at(-1) ?? null };
    const { customers } = await askGraph<CursorAnswer>(url, {
      operationName: 'Cursors',
      query: cursorQuery,
      variables,
    });
    cursors.push(customers.pageInfo.endCursor);
  }
  return cursors.map((after) => ({
    operationName: 'Customers',
    query: customersQuery,
    variables: { after },
  }));
}
