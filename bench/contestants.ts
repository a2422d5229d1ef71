import type { Provider } from './people.ts';

/** The gateways that are compared; all others are told as a ratio to the floor. */
export const contestants = ['floor', 'apollo', 'yoga', 'mercurius', 'billgraph'] as const;

/** One of the gateways. */
export type Contestant = (typeof contestants)[number];

/** What the tables call them. */
export const titleOf: Readonly<Record<Contestant, string>> = {
  floor: 'floor',
  apollo: 'Apollo Server + datasource-rest',
  yoga: 'Yoga + DataLoader + fetch',
  mercurius: 'Fastify + Mercurius (JIT)',
  billgraph: 'billgraph',
};

/** Where the stub of each provider is below the upstream's origin. */
export const basePathOf: Readonly<Record<Provider, string>> = {
  flexprice: '/flexprice/v1',
  lago: '/lago/api/v1',
  polar: '/polar',
};

/**
 * What billgraph is told: one account, on loopback without `auth`. The limits are out of the way of 256 clients, and as
 * many calls may be under way as for the others, which have no limit.
 */
export function toConfiguration(provider: Provider, upstream: string): object {
  const baseUrl = `${upstream}${basePathOf[provider]}`;
  return {
    providers: [{ name: provider, kind: provider, baseUrl, apiKey: 'sk_bench', maxConcurrency: 10_000 }],
    limits: { upstreamCalls: 10_000, requestsInFlight: 10_000, eventLoopDelayMs: 60_000 },
  };
}
