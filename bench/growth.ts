import type { Group } from './cells.ts';
import type { GraphRequest } from './graph-client.ts';
import { everybody, keyOf, type Provider, toGlobalId } from './people.ts';
import { customersByIdQuery } from './queries.ts';
import { chunk, customerRequests } from './workloads.ts';

/** The kinds of provider, each with a stub of its own. */
export const providers = ['flexprice', 'lago', 'polar'] as const satisfies readonly Provider[];

const customersPerQuery = [1, 10, 100] as const;
const clientCounts = [1, 4, 16, 64, 256] as const;

/** billgraph alone: ever more customers with all five fields in one query, on each provider. */
export function createCustomerGrowth(seconds: number): readonly Group[] {
  return providers.flatMap((provider) =>
    customersPerQuery.map((customers) => ({
      title: `${provider}: ${customers} ${customers === 1 ? 'customer' : 'customers'} in a query`,
      cells: [
        {
          contestant: 'billgraph' as const,
          provider,
          clients: 1,
          latenciesMs: [0],
          seconds,
          requests: () => customersByIdRequests(provider, customers),
        },
      ],
    })),
  );
}

/** billgraph alone: one customer with all five fields, asked for by ever more clients at once. */
export function createClientGrowth(seconds: number): readonly Group[] {
  return clientCounts.map((clients) => ({
    title: 'flexprice: one customer with all five fields',
    cells: [
      { contestant: 'billgraph' as const, clients, latenciesMs: [20], seconds, requests: customerRequests },
    ],
  }));
}

/** Customers with all five fields, so many in each query, until each was asked for once. */
export function customersByIdRequests(provider: Provider, customers: number): readonly GraphRequest[] {
  const ids = everybody.map((number) => toGlobalId(provider, keyOf[provider](number)));
  return chunk(ids, customers).map((some) => ({
    operationName: 'Everything',
    query: customersByIdQuery,
    variables: { ids: some },
  }));
}
