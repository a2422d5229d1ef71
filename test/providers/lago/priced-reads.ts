import type { CallCost, PricedRead } from '../../../src/billing/call-cost.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { WriteRefusal } from '../../../src/billing/write-refusal.ts';
import { createLoaders, type Loaders } from '../../../src/loaders/create-loaders.ts';
import { createCall } from './support.ts';

/** All parts of a grant. */
export const grantParts = { definition: true, unit: true, amount: true };

/** Every read, with whatever decides about its calls. */
export function readsWith(subscriptionId: string): readonly PricedRead[] {
  return [
    { kind: 'customers', by: 'key' },
    { kind: 'customers', by: 'externalId' },
    { kind: 'usage', subscriptionId: null },
    { kind: 'usage', subscriptionId },
    { kind: 'pastUsage', subscriptionId: null, periods: null },
    { kind: 'pastUsage', subscriptionId: null, periods: 2 },
    { kind: 'pastUsage', subscriptionId, periods: 2 },
    { kind: 'entitlements' },
    { kind: 'upcomingGrants', ...grantParts },
    { kind: 'coupons', includeInactive: false },
    { kind: 'coupons', includeInactive: true },
    { kind: 'balance', money: true, live: true, credits: true },
    { kind: 'subscriptions', includeInactive: false },
    { kind: 'subscriptions', includeInactive: true },
  ];
}

function loaderOf(loaders: Loaders, read: PricedRead) {
  switch (read.kind) {
    case 'customers':
      return read.by === 'key' ? loaders.customer : loaders.customerByExternalId;
    case 'usage':
      return loaders.usage(read);
    case 'pastUsage':
      return loaders.pastUsage(read);
    case 'entitlements':
      return loaders.entitlements;
    case 'upcomingGrants':
      return loaders.upcomingGrants(read);
    case 'coupons':
      return loaders.coupons(read);
    case 'balance':
      return loaders.balance(read);
    case 'subscriptions':
      return loaders.subscriptions(read);
  }
}

/** Makes the reads in one tick, in this order; gives what failed. */
export async function ask(
  provider: BillingProvider,
  reads: readonly PricedRead[],
  keys: readonly string[],
): Promise<readonly ProviderError[]> {
  const failures: ProviderError[] = [];
  const loaders = createLoaders(createCall(), (failure) => failures.push(failure));
  await Promise.all(
    reads.flatMap((read) => {
      const loader = loaderOf(loaders, read);
      return keys.map((key) => settle(loader.load({ provider, key })));
    }),
  );
  return failures;
}

/** What reads of the same customers cost together: the rows that several of them name are read once. */
export function costOf({ costs }: BillingProvider, reads: readonly PricedRead[], customers: number): number {
  const merged = new Map<string, number>();
  for (const cost of reads.map((read): CallCost => costs.read(read, customers))) {
    for (const [rows, number] of Object.entries(cost)) {
      merged.set(rows, Math.max(number, merged.get(rows) ?? 0));
    }
  }
  return [...merged.values()].reduce((sum, number) => sum + number, 0);
}

/** What the provider cannot do, or refuses, costs what it costs. */
export async function settle(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof ProviderError || error instanceof WriteRefusal)) throw error;
  });
}
