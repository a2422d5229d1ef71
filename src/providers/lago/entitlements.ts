import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { externalIdProblem } from '../../billing/customer.ts';
import type { Entitlement, EntitlementReads } from '../../billing/entitlement.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { askableKeys } from '../askable-keys.ts';
import { createRowLoader } from '../row-loader.ts';
import { type LagoClient, path } from './client.ts';
import {
  extendForSubscriptions,
  loadActiveSubscriptions,
  type SubscriptionRows,
} from './subscription-rows.ts';
import { entitlementsSchema, toEntitlements, type WireEntitlement } from './wire/entitlement.ts';

/** Entitlements in force: Lago tells them per subscription. */
export function createEntitlementReads(
  client: LagoClient,
  subscriptions: SubscriptionRows,
): EntitlementReads {
  const features = createRowLoader((subscriptionIds, call) =>
    readEach(subscriptionIds, (subscriptionId) => readFeatures(client, subscriptionId, call)),
  );

  async function ofCustomer(customer: string, call: Call): Promise<readonly Entitlement[] | null> {
    const active = await loadActiveSubscriptions(subscriptions, customer, call);
    if (active === null) return null;
    extendForSubscriptions(client.provider, active, call);
    const granted = active.map(async ({ external_id: subscriptionId, plan_code: plan }) => ({
      subscriptionId,
      plan,
      // Gone since it was listed: it entitles to nothing any more.
      features: (await features.loadOne(subscriptionId, call)) ?? [],
    }));
    return toEntitlements(await Promise.all(granted));
  }

  return { ofCustomers: (keys, call) => readEach(askableKeys(keys), (key) => ofCustomer(key, call)) };
}

async function readFeatures(
  client: LagoClient,
  subscriptionId: string,
  call: Call,
): Promise<readonly WireEntitlement[] | null> {
  if (externalIdProblem(subscriptionId) !== null) {
    throw new ProviderError({
      provider: client.provider,
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
