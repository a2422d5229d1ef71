import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { externalIdProblem } from '../../billing/customer.ts';
import type { Entitlement, EntitlementReads } from '../../billing/entitlement.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { createRowLoader } from '../row-loader.ts';
import { type LagoAccount, path } from './client.ts';
import { askable } from './external-ids.ts';
import { loadActiveSubscriptions, type SubscriptionRows } from './subscriptions.ts';
import { entitlementsSchema, toEntitlements, type WireEntitlement } from './wire/entitlement.ts';

/** Entitlements in force: Lago tells them per subscription. */
export function createEntitlementReads(
  account: LagoAccount,
  subscriptions: SubscriptionRows,
): EntitlementReads {
  const features = createRowLoader((subscriptionIds, call) =>
    readEach(subscriptionIds, (subscriptionId) => readFeatures(account, subscriptionId, call)),
  );

  async function ofCustomer(customer: string, call: Call): Promise<readonly Entitlement[] | null> {
    const active = await loadActiveSubscriptions(subscriptions, customer, call);
    if (active === null) return null;
    const granted = active.map(async ({ external_id: subscriptionId, plan_code: plan }) => ({
      subscriptionId,
      plan,
      // Gone since it was listed: it entitles to nothing any more.
      features: (await features.loadOne(subscriptionId, call)) ?? [],
    }));
    return toEntitlements(await Promise.all(granted));
  }

  return { ofCustomers: (keys, call) => readEach(askable(keys), (key) => ofCustomer(key, call)) };
}

async function readFeatures(
  { provider, client }: LagoAccount,
  subscriptionId: string,
  call: Call,
): Promise<readonly WireEntitlement[] | null> {
  if (externalIdProblem(subscriptionId) !== null) {
    throw new ProviderError({
      provider,
      failure: 'bad-response',
      detail: 'a subscription id that no path can carry',
    });
  }
  return client.find(
    {
      method: 'GET',
      path: path`/subscriptions/${subscriptionId}/entitlements`,
      schema: entitlementsSchema,
      missing: ['subscription_not_found'],
    },
    call,
  );
}
