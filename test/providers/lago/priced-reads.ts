import type { PricedRead } from '../../../src/billing/call-cost.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { WriteRefusal } from '../../../src/billing/write-refusal.ts';
import { createLoaders } from '../../../src/loaders/create-loaders.ts';
import { loaderOf } from '../../support/priced-reads.ts';
import { openNothing } from '../../support/nothing-known.ts';
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

/** Makes the reads in one tick, in this order; gives what failed. */
export async function ask(
  provider: BillingProvider,
  reads: readonly PricedRead[],
  keys: readonly string[],
): Promise<readonly ProviderError[]> {
  const failures: ProviderError[] = [];
  const loaders = createLoaders({
    call: createCall(),
    onFailure: (failure) => failures.push(failure),
    openKnown: openNothing,
  });
  await Promise.all(
    reads.flatMap((read) => {
      const loader = loaderOf(loaders, read);
      return keys.map((key) => settle(loader.load({ provider, key })));
    }),
  );
  return failures;
}

/** What the provider cannot do, or refuses, costs what it costs. */
export async function settle(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof ProviderError || error instanceof WriteRefusal)) throw error;
  });
}
