import type { PricedRead } from '../../src/billing/call-cost.ts';
import type { BillingProvider } from '../../src/billing/provider.ts';
import { callsForAlike } from '../../src/graphql/pricing/round.ts';
import type { Loaders } from '../../src/loaders/create-loaders.ts';

/** The loader that makes the read. */
export function loaderOf(loaders: Loaders, read: PricedRead) {
  switch (read.kind) {
    case 'customers':
      return read.by === 'key' ? loaders.customer() : loaders.customerByExternalId();
    case 'usage':
      return loaders.usage({ subscriptionId: read.subscriptionId });
    case 'pastUsage':
      return loaders.pastUsage({ subscriptionId: read.subscriptionId, periods: read.periods });
    case 'entitlements':
      return loaders.entitlements();
    case 'upcomingGrants':
      return loaders.upcomingGrants(read);
    case 'coupons':
      return loaders.coupons({ includeInactive: read.includeInactive });
    case 'balance':
      return loaders.balance(read);
    case 'subscriptions':
      return loaders.subscriptions({ includeInactive: read.includeInactive });
  }
}

/** What reads of the same customers cost, made in one tick. */
export function costOf(provider: BillingProvider, reads: readonly PricedRead[], customers: number): number {
  return callsForAlike(provider, customers, { before: [], find: [], now: reads, later: [] });
}
