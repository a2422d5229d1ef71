import type { EntitlementRow } from '../rows/entitlement.ts';
import type { FeatureRow } from '../rows/feature.ts';
import type { SubscriptionRow } from '../rows/subscription.ts';
import type { Store } from '../store.ts';

/** A feature with everything that a customer's subscriptions say about it. */
export interface AggregatedFeature {
  readonly feature: FeatureRow;
  readonly entitlement: {
    readonly is_enabled: boolean;
    /** Left out: unlimited, or nothing to count. */
    readonly usage_limit?: bigint;
    readonly is_soft_limit: boolean;
    readonly usage_reset_period?: string;
    readonly static_values?: readonly string[];
    readonly config_values?: readonly Readonly<Record<string, unknown>>[];
    readonly aggregation_mode?: 'additive' | 'parallel';
    readonly buckets?: readonly object[];
  };
  readonly sources: readonly EntitlementSource[];
}

/** Where a part of an aggregated entitlement comes from. */
interface EntitlementSource {
  readonly subscription_id: string;
  readonly entity_id: string;
  readonly entity_type: EntitlementRow['entity_type'];
  readonly quantity: number;
  readonly entity_name: string;
  readonly entitlement_id: string;
  readonly is_enabled: boolean;
  readonly usage_limit?: bigint;
  readonly static_value?: string;
  readonly config_value?: Readonly<Record<string, unknown>>;
}

/** The customer's subscriptions that carry entitlements, the newest first; an empty list of ids means all of them. */
export function liveSubscriptions(
  store: Store,
  customerId: string,
  subscriptionIds: readonly string[],
): readonly SubscriptionRow[] {
  return store.subscriptions
    .filter(
      (row) =>
        row.customer_id === customerId &&
        (row.subscription_status === 'active' || row.subscription_status === 'trialing') &&
        row.subscription_type !== 'inherited' &&
        (subscriptionIds.length === 0 || subscriptionIds.includes(row.id)),
    )
    .sort((one, other) => Date.parse(other.created_at) - Date.parse(one.created_at));
}

/** The entitlements of the subscriptions by feature. What is disabled is dropped before anything is added up. */
export function aggregateEntitlements(
  store: Store,
  subscriptions: readonly SubscriptionRow[],
): readonly AggregatedFeature[] {
  const granted = subscriptions.flatMap((subscription) => entitlementsOf(store, subscription));
  // Every source is attributed to the first subscription, whichever it came from (GET /customers/{id}/entitlements).
  const subscriptionId = subscriptions[0]?.id ?? '';
  return store.features.flatMap((feature) => {
    const rows = granted.filter((row) => row.feature_id === feature.id && row.is_enabled);
    return rows.length === 0 ? [] : [aggregate(store, feature, rows, subscriptionId)];
  });
}

function entitlementsOf(store: Store, subscription: SubscriptionRow): readonly EntitlementRow[] {
  const addonIds = store.addons
    .filter(({ subscriptionIds }) => subscriptionIds.includes(subscription.id))
    .map(({ id }) => id);
  const entityIds = [subscription.plan_id, ...addonIds, subscription.id];
  return entityIds.flatMap((entityId) =>
    store.entitlements.filter(({ entity_id }) => entity_id === entityId),
  );
}

function aggregate(
  store: Store,
  feature: FeatureRow,
  rows: readonly EntitlementRow[],
  subscriptionId: string,
): AggregatedFeature {
  const sources = rows.map((row) => toSource(store, row, subscriptionId));
  const resetPeriod = rows[0]?.usage_reset_period;
  const staticValues = [...new Set(rows.flatMap(({ static_value }) => static_value ?? []))];
  const configValues = rows.map(({ config_value }) => config_value).filter((value) => value !== undefined);
  const entitlement = {
    is_enabled: true,
    ...(feature.type === 'metered' ? toLimit(rows) : {}),
    is_soft_limit: rows.some(({ is_soft_limit }) => is_soft_limit),
    ...(resetPeriod === undefined ? {} : { usage_reset_period: resetPeriod }),
    ...(staticValues.length > 0 ? { static_values: staticValues } : {}),
    ...(configValues.length > 0 ? { config_values: configValues } : {}),
    ...(feature.type === 'metered' ? toMode(rows) : {}),
  };
  return { feature, entitlement, sources };
}

function toLimit(rows: readonly EntitlementRow[]): { readonly usage_limit?: bigint } {
  let sum = 0n;
  for (const { usage_limit } of rows) {
    if (usage_limit === null) return {};
    sum += usage_limit;
  }
  return { usage_limit: sum };
}

function toMode(
  rows: readonly EntitlementRow[],
): Pick<AggregatedFeature['entitlement'], 'aggregation_mode' | 'buckets'> {
  const buckets = rows.flatMap(({ id, entity_id, usage_limit, bucket }) =>
    bucket === undefined
      ? []
      : [{ entitlement_id: id, source_entity_id: entity_id, ...limitOf(usage_limit), ...bucket }],
  );
  return buckets.length === 0 ? { aggregation_mode: 'additive' } : { aggregation_mode: 'parallel', buckets };
}

function toSource(store: Store, row: EntitlementRow, subscriptionId: string): EntitlementSource {
  const { static_value, config_value } = row;
  return {
    subscription_id: subscriptionId,
    entity_id: row.entity_id,
    entity_type: row.entity_type,
    quantity: 1,
    entity_name: [...store.plans, ...store.addons].find(({ id }) => id === row.entity_id)?.name ?? '',
    entitlement_id: row.id,
    is_enabled: row.is_enabled,
    ...limitOf(row.usage_limit),
    ...(static_value === undefined ? {} : { static_value }),
    ...(config_value === undefined ? {} : { config_value }),
  };
}

function limitOf(limit: bigint | null): { readonly usage_limit?: bigint } {
  return limit === null ? {} : { usage_limit: limit };
}
