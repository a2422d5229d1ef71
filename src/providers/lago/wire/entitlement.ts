import { z } from 'zod';
import { type Decimal, formatDecimal } from '../../../billing/decimal.ts';
import type { Entitlement, EntitlementValue } from '../../../billing/entitlement.ts';
import { wireNumber, wireOptionalText } from '../../wire-values.ts';

/** Lago casts a value by the privilege's type: whole numbers, booleans, and text for the rest. */
const privilegeSchema = z.object({
  code: z.string(),
  value: z.union([z.string(), z.boolean(), wireNumber]),
});

const featureSchema = z.object({
  code: z.string(),
  name: wireOptionalText,
  privileges: z.array(privilegeSchema),
});

/** The answer of GET /subscriptions/{external_id}/entitlements. */
export const entitlementsSchema = z.compile(
  z.object({ entitlements: z.array(featureSchema) }).transform((answer) => answer.entitlements),
);

/** A feature that comes with a subscription. */
export type WireEntitlement = z.infer<typeof featureSchema>;

type PrivilegeValue = string | boolean | Decimal;

/** What one subscription entitles to. */
export interface SubscriptionEntitlements {
  readonly subscriptionId: string;
  readonly plan: string | null;
  readonly features: readonly WireEntitlement[];
}

interface Granted {
  readonly feature: WireEntitlement;
  readonly by: SubscriptionEntitlements;
}

/** What the subscriptions entitle to together: one entitlement per feature, with the better of two values. */
export function toEntitlements(subscriptions: readonly SubscriptionEntitlements[]): readonly Entitlement[] {
  const byFeature = new Map<string, readonly Granted[]>();
  for (const by of subscriptions) {
    for (const feature of by.features) {
      byFeature.set(feature.code, [...(byFeature.get(feature.code) ?? []), { feature, by }]);
    }
  }
  return [...byFeature].map(([code, grants]) => toEntitlement(code, grants));
}

function toEntitlement(code: string, grants: readonly Granted[]): Entitlement {
  const values = mergeValues(grants.flatMap(({ feature }) => feature.privileges));
  return {
    feature: code,
    name: grants.find(({ feature }) => feature.name !== null)?.feature.name ?? null,
    kind: values.length > 0 ? 'CONFIG' : 'BOOLEAN',
    enabled: true,
    limit: null,
    unlimited: false,
    softLimit: false,
    resetPeriod: null,
    values,
    sources: grants.map(({ by: { subscriptionId, plan } }) => ({
      kind: 'subscription',
      id: subscriptionId,
      name: plan,
      subscriptionId,
    })),
    meteredBy: null,
  };
}

function mergeValues(privileges: WireEntitlement['privileges']): readonly EntitlementValue[] {
  const merged = new Map<string, PrivilegeValue>();
  for (const { code, value } of privileges) {
    const known = merged.get(code);
    merged.set(code, known === undefined ? value : better(known, value));
  }
  return [...merged].map(([key, value]) => ({ key, value: spell(value) }));
}

/** The larger number, true over false; of two texts neither is better, so the first one stays. */
function better(known: PrivilegeValue, other: PrivilegeValue): PrivilegeValue {
  if (typeof known === 'boolean' && typeof other === 'boolean') return known || other;
  if (typeof known === 'object' && typeof other === 'object') return other.gt(known) ? other : known;
  return known;
}

function spell(value: PrivilegeValue): string {
  return typeof value === 'object' ? formatDecimal(value) : String(value);
}
