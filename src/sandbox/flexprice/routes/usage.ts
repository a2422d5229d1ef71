import Big from 'big.js';
import type { SandboxAnswer } from '../../http-server.ts';
import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { invalid, notFound } from '../refusal.ts';
import { readQueryFields } from '../request/query-fields.ts';
import type { CustomerRow } from '../rows/customer.ts';
import type { SubscriptionRow } from '../rows/subscription.ts';
import { findByExternalId, type Store } from '../store.ts';
import { getCustomer } from './customers.ts';
import { type AggregatedFeature, aggregateEntitlements, liveSubscriptions } from './entitlement-aggregate.ts';
import { nextUsageReset } from './usage-reset.ts';

/** The provider's decimals are divided to sixteen places. */
const Decimal = Big();
Decimal.DP = 16;

/** How many feature lookup keys are resolved: the default page of features. */
const mostLookupKeys = 50;
const typeOrder: readonly string[] = ['metered', 'static', 'boolean', 'config'];

/** The reads of a customer's usage. */
export function usageRoutes(store: Store): Routes {
  return {
    'GET /customers/usage': ({ query }) => answerUsage(store, findCustomer(store, query), query),
    'GET /customers/:id/usage': ({ query }, { id = '' }) => answerUsage(store, getCustomer(store, id), query),
  };
}

function findCustomer(store: Store, query: URLSearchParams): CustomerRow {
  const id = query.get('customer_id') || null;
  const lookupKey = query.get('customer_lookup_key') || null;
  if (id === null && lookupKey === null) throw invalid('Either customer_id or customer_lookup_key is needed');
  const byId = id === null ? null : getCustomer(store, id);
  if (lookupKey === null && byId !== null) return byId;
  const byLookupKey = findByExternalId(store, lookupKey ?? '');
  if (byLookupKey === undefined) {
    throw notFound('There is no customer with this lookup key', { customer_lookup_key: lookupKey });
  }
  if (byId !== null && byId.id !== byLookupKey.id) {
    throw invalid('customer_id and customer_lookup_key name two different customers');
  }
  return byLookupKey;
}

function answerUsage(store: Store, customer: CustomerRow, query: URLSearchParams): SandboxAnswer {
  const wanted = readFeatureFilter(store, query);
  const subscriptionIds = readQueryFields(query).texts('subscription_ids') ?? [];
  const subscriptions = liveSubscriptions(store, customer.id, subscriptionIds);
  const [first] = subscriptions;
  const features =
    first === undefined
      ? []
      : aggregateEntitlements(store, subscriptions)
          .filter(({ feature }) => wanted(feature.id))
          .sort(byTypeAndName)
          .map((aggregated) => summarise(store, aggregated, first));
  return answerJson(200, { customer_id: customer.id, features, period: null });
}

/** Lookup keys that match no feature are no filter, so that the answer holds every feature. */
function readFeatureFilter(store: Store, query: URLSearchParams): (featureId: string) => boolean {
  const fields = readQueryFields(query);
  const lookupKeys = fields.texts('feature_lookup_keys') ?? [];
  const resolved = store.features
    .filter(({ lookup_key, status }) => status === 'published' && lookupKeys.includes(lookup_key))
    .slice(0, mostLookupKeys)
    .map(({ id }) => id);
  const ids = [...(fields.texts('feature_ids') ?? []), ...resolved];
  return (featureId) => ids.length === 0 || ids.includes(featureId);
}

function byTypeAndName({ feature: one }: AggregatedFeature, { feature: other }: AggregatedFeature): number {
  const byType = typeOrder.indexOf(one.type) - typeOrder.indexOf(other.type);
  return byType || (one.name < other.name ? -1 : 1);
}

/** Only the first subscription's usage is read: a customer with several is under-reported (GET /customers/usage). */
function summarise(
  store: Store,
  { feature, entitlement, sources }: AggregatedFeature,
  subscription: SubscriptionRow,
): object {
  const limit = entitlement.usage_limit ?? null;
  const used = usageOf(store, subscription, feature.meter_id, entitlement.usage_reset_period);
  return {
    feature,
    total_limit: limit,
    // Features that count nothing have no limit either, and so are "unlimited".
    is_unlimited: limit === null,
    current_usage: used,
    usage_percent: toRatio(used, limit),
    is_enabled: entitlement.is_enabled,
    is_soft_limit: entitlement.is_soft_limit,
    next_usage_reset_at: nextUsageReset(entitlement.usage_reset_period, subscription, store.now()),
    sources,
  };
}

/** Zero where the meter has no charge on the subscription, or where its reset period is one that nobody computes. */
function usageOf(
  store: Store,
  subscription: SubscriptionRow,
  meterId: string,
  resetPeriod: string | undefined,
): string {
  const charged = store.lineItems.some(
    ({ subscription_id, meter_id }) => subscription_id === subscription.id && meter_id === meterId,
  );
  const computed = ['DAILY', 'MONTHLY', 'NEVER', subscription.billing_period, undefined].includes(
    resetPeriod,
  );
  if (!charged || !computed) return '0';
  const row = store.usage.find(
    ({ subscription_id, meter_id }) => subscription_id === subscription.id && meter_id === meterId,
  );
  return row?.quantity ?? '0';
}

/** A ratio and no percentage, except where there is nothing to divide by. */
function toRatio(used: string, limit: bigint | null): string {
  if (limit === null) return '0';
  return limit <= 0n ? '100' : new Decimal(used).div(limit.toString()).toFixed();
}
