import { z } from 'zod';
import type { Entitlement, EntitlementKind, EntitlementSource } from '../../../billing/entitlement.ts';
import { wireOptionalText } from '../../wire-values.ts';
import { benefitSchema, toMeterCredit, type WireBenefit } from './benefit.ts';
import { toBenefitValues } from './benefit-values.ts';

/** Grants as `GET /v1/benefit-grants/` tells them: one for each subscription, order or member that brings the benefit. */
export const benefitGrantsSchema = z.compile(
  z.array(
    z.object({
      id: z.string(),
      benefit_id: z.string(),
      subscription_id: wireOptionalText,
      order_id: wireOptionalText,
      benefit: benefitSchema,
      properties: z.unknown().optional(),
    }),
  ),
);

type WireBenefitGrant = z.infer<typeof benefitGrantsSchema>[number];

interface GrantedBenefit {
  readonly benefit: WireBenefit;
  readonly grants: readonly WireBenefitGrant[];
}

/** One entitlement per benefit, in the order of the grants. */
export function toEntitlements(
  provider: string,
  grants: readonly WireBenefitGrant[],
): readonly Entitlement[] {
  const granted = new Map<string, GrantedBenefit>();
  for (const grant of grants) {
    const others = granted.get(grant.benefit_id)?.grants ?? [];
    granted.set(grant.benefit_id, { benefit: grant.benefit, grants: [...others, grant] });
  }
  return [...granted].map(([feature, benefit]) => toEntitlement(provider, feature, benefit));
}

function toEntitlement(provider: string, feature: string, { benefit, grants }: GrantedBenefit): Entitlement {
  const kind = toKind(benefit.type);
  const credit = kind === 'CREDIT' ? toMeterCredit(provider, benefit.properties) : null;
  return {
    feature,
    name: benefit.description || null,
    kind,
    enabled: true,
    limit: credit?.units ?? null,
    unlimited: false,
    softLimit: false,
    resetPeriod: null,
    values: toBenefitValues(
      provider,
      benefit,
      grants.map(({ properties }) => properties),
    ),
    sources: toSources(grants),
    meteredBy: credit?.meterId ?? null,
  };
}

function toKind(type: string): EntitlementKind {
  switch (type) {
    case 'meter_credit':
      return 'CREDIT';
    case 'feature_flag':
      return 'BOOLEAN';
    case 'license_keys':
      return 'LICENSE';
    case 'downloadables':
      return 'FILES';
    case 'discord':
    case 'github_repository':
    case 'slack_shared_channel':
      return 'EXTERNAL_ACCESS';
    default:
      return 'OTHER';
  }
}

/** The members of one subscription have a grant each; the subscription is one source all the same. */
function toSources(grants: readonly WireBenefitGrant[]): readonly EntitlementSource[] {
  const sources = grants.map(toSource);
  return [...new Map(sources.map((source) => [`${source.kind}:${source.id}`, source])).values()];
}

function toSource(grant: WireBenefitGrant): EntitlementSource {
  const { subscription_id: subscriptionId, order_id: orderId } = grant;
  if (subscriptionId !== null)
    return { kind: 'subscription', id: subscriptionId, name: null, subscriptionId };
  if (orderId !== null) return { kind: 'order', id: orderId, name: null, subscriptionId };
  return { kind: 'grant', id: grant.id, name: null, subscriptionId };
}
