import { z } from 'zod';
import type { Entitlement, EntitlementKind, EntitlementValue } from '../../../billing/entitlement.ts';
import { toText, wireInteger, wireOptionalText } from '../../wire-values.ts';
import { featureKey, featureSchema, isMetered } from './feature.ts';

const sourceSchema = z.object({
  entity_type: z.string(),
  entity_id: z.string(),
  entity_name: wireOptionalText,
});

const grantedFeatureSchema = z.object({
  feature: featureSchema,
  entitlement: z.object({
    is_enabled: z.boolean(),
    /** Left out for a metered feature without a limit, and for what is not metered. */
    usage_limit: wireInteger.nullish(),
    is_soft_limit: z.boolean(),
    usage_reset_period: wireOptionalText,
    static_values: z.array(z.string()).nullish(),
    config_values: z.array(z.record(z.string(), z.unknown())).nullish(),
  }),
  sources: z.array(sourceSchema).nullable(),
});

/** A feature that a customer may use, aggregated over its subscriptions. */
export type WireGrantedFeature = z.infer<typeof grantedFeatureSchema>;

/** A subscription row that was asked for with `expand=entitlements`: those of its customer, not its own. */
export const expandedSubscriptionSchema = z.compile(
  z.object({
    id: z.string().min(1),
    entitlements: z.array(grantedFeatureSchema).nullish(),
  }),
);

/** The answer of `GET /customers/{id}/entitlements`. */
export const customerEntitlementsSchema = z.compile(
  z.object({
    customer_id: z.string(),
    features: z.array(grantedFeatureSchema),
  }),
);

/**
 * The entitlement to a feature. `subscriptionId` is that of the customer's only subscription, or null where it has
 * several: every source names the first one, whichever it came from.
 */
export function toEntitlement(
  { feature, entitlement, sources }: WireGrantedFeature,
  subscriptionId: string | null,
): Entitlement {
  const limit = entitlement.usage_limit ?? null;
  return {
    feature: featureKey(feature),
    name: feature.name,
    kind: toKind(feature.type),
    enabled: entitlement.is_enabled,
    limit,
    unlimited: isMetered(feature) && limit === null,
    softLimit: entitlement.is_soft_limit,
    resetPeriod: entitlement.usage_reset_period,
    values: toValues(entitlement),
    sources: (sources ?? []).map(({ entity_type, entity_id, entity_name }) => ({
      kind: entity_type,
      id: entity_id,
      name: entity_name,
      subscriptionId,
    })),
    meteredBy: isMetered(feature) ? featureKey(feature) : null,
  };
}

function toValues({
  static_values,
  config_values,
}: WireGrantedFeature['entitlement']): readonly EntitlementValue[] {
  const statics = (static_values ?? []).map((value) => ({ key: 'value', value }));
  const configured = (config_values ?? [])
    .flatMap((entries) => Object.entries(entries))
    .map(([key, value]) => ({ key, value: toText(value) }));
  return [...statics, ...configured];
}

function toKind(type: string): EntitlementKind {
  switch (type) {
    case 'metered':
      return 'METERED';
    case 'boolean':
      return 'BOOLEAN';
    case 'static':
      return 'STATIC';
    case 'config':
      return 'CONFIG';
    default:
      return 'OTHER';
  }
}
