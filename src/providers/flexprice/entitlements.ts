import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Entitlement, EntitlementReads } from '../../billing/entitlement.ts';
import { validate } from '../../http/validate.ts';
import { distinctKeys } from '../distinct-keys.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { type FlexpriceClient, notFound, path } from './client.ts';
import type { SubscriptionRows } from './subscription-rows.ts';
import {
  customerEntitlementsSchema,
  expandedSubscriptionSchema,
  toEntitlement,
  type WireGrantedFeature,
} from './wire/entitlement.ts';

/** Entitlements for many customers at once, as an expansion of `POST /subscriptions/search`. */
export function createEntitlementReads(
  client: FlexpriceClient,
  { expanded }: SubscriptionRows,
): EntitlementReads {
  const { provider } = client;

  async function readOne(key: string, call: Call): Promise<readonly WireGrantedFeature[] | null> {
    const answer = await client.find(
      {
        method: 'GET',
        path: path`/customers/${key}/entitlements`,
        schema: customerEntitlementsSchema,
        missing: notFound,
      },
      call,
    );
    if (answer === null) return null;
    requireSameCustomer(provider, key, answer.customer_id);
    return answer.features;
  }

  async function readEntitlements(key: string, call: Call): Promise<readonly Entitlement[] | null> {
    const rows = (await expanded.loadOne(key, call)) ?? [];
    const subscriptions = rows.map((row) => validate(provider, expandedSubscriptionSchema, row));
    const [first, ...others] = subscriptions;
    if (first === undefined) return [];
    const listed = subscriptions.find(({ entitlements }) => entitlements != null)?.entitlements;
    // The search leaves the field out for "none" and for "could not be loaded" alike; this route tells them apart.
    const features = listed ?? (await readOne(key, call));
    const subscriptionId = others.length === 0 ? first.id : null;
    return features?.map((feature) => toEntitlement(feature, subscriptionId)) ?? null;
  }

  return {
    ofCustomers: (keys, call) => readEach(distinctKeys(keys), (key) => readEntitlements(key, call)),
  };
}
