import { type Decimal, zero } from './decimal.ts';
import type { Entitlement } from './entitlement.ts';
import { ProviderError } from './provider-error.ts';
import type { Usage, UsageItem } from './usage.ts';

/** Whether a customer may use a feature now. */
export type Access = 'ALLOWED' | 'DENIED' | 'UNKNOWN';

/** Why access is as it is. */
export type AccessReason =
  | 'GRANTED'
  | 'NO_ENTITLEMENT'
  | 'LIMIT_REACHED'
  | 'DISABLED'
  | 'PROVIDER_UNAVAILABLE'
  | 'CUSTOMER_NOT_FOUND';

/** The answer to "may this customer use this feature?". */
export interface EntitlementCheck {
  readonly feature: string;
  readonly access: Access;
  readonly reason: AccessReason;
  readonly limit: Decimal | null;
  readonly used: Decimal | null;
  readonly remaining: Decimal | null;
  readonly resetsAt: Date | null;
}

/** How a check gets at its facts. A rejection with a ProviderError means that the provider could not be asked. */
export interface EntitlementFacts {
  readonly feature: string;
  /** null when the customer is gone. */
  entitlements(): Promise<readonly Entitlement[] | null>;
  usage(): Promise<Usage | null>;
  /** Whether the caller wants to see how much is used, even where the decision does not need it. */
  readonly wantsUsage: boolean;
}

/**
 * Decides from the entitlement and, only where the decision or the caller needs it, from the usage. A provider that
 * cannot be asked makes the answer UNKNOWN, never DENIED.
 */
export async function checkEntitlement(facts: EntitlementFacts): Promise<EntitlementCheck> {
  const { feature } = facts;
  const entitlements = await orUnasked(facts.entitlements());
  if (entitlements === unasked) return unknownCheck(feature);
  if (entitlements === null) return decide(feature, 'DENIED', 'CUSTOMER_NOT_FOUND');
  const entitlement = entitlements.find((each) => each.feature === feature);
  if (entitlement === undefined) return decide(feature, 'DENIED', 'NO_ENTITLEMENT');
  if (!entitlement.enabled) return decide(feature, 'DENIED', 'DISABLED', entitlement.limit);

  const needsUsage = entitlement.limit?.gt(0) === true && !entitlement.softLimit;
  if (entitlement.meteredBy === null || !(needsUsage || facts.wantsUsage)) return withoutUsage(entitlement);
  const usage = await orUnasked(facts.usage());
  if (usage === unasked || usage === null) {
    return needsUsage
      ? decide(feature, 'UNKNOWN', 'PROVIDER_UNAVAILABLE', entitlement.limit)
      : withoutUsage(entitlement);
  }
  return withUsage(
    entitlement,
    usage.items.find((item) => item.feature === entitlement.meteredBy),
  );
}

/** Merges the checks of one feature at several providers: ALLOWED if any allows; UNKNOWN beats DENIED. */
export function mergeChecks(feature: string, checks: readonly EntitlementCheck[]): EntitlementCheck {
  const order = ['GRANTED', 'PROVIDER_UNAVAILABLE', 'LIMIT_REACHED', 'DISABLED', 'NO_ENTITLEMENT'] as const;
  for (const reason of order) {
    const decisive = checks.find((check) => check.reason === reason);
    if (decisive !== undefined) return decisive;
  }
  return decide(feature, 'DENIED', 'CUSTOMER_NOT_FOUND');
}

/** The check of a provider that could not be asked. */
export function unknownCheck(feature: string): EntitlementCheck {
  return decide(feature, 'UNKNOWN', 'PROVIDER_UNAVAILABLE');
}

function withoutUsage(entitlement: Entitlement): EntitlementCheck {
  const { feature, limit, softLimit } = entitlement;
  const exhausted = limit?.lte(0) === true && !softLimit;
  return exhausted
    ? decide(feature, 'DENIED', 'LIMIT_REACHED', limit)
    : decide(feature, 'ALLOWED', 'GRANTED', limit);
}

/** A meter without a usage item has not counted anything yet. */
function withUsage(entitlement: Entitlement, item: UsageItem | undefined): EntitlementCheck {
  const { feature, kind, softLimit } = entitlement;
  // Several credit benefits fill one meter: what was credited to it in all is what may be used.
  const limit = kind === 'CREDIT' ? (item?.limit ?? entitlement.limit) : entitlement.limit;
  const used = item?.quantity ?? zero;
  const exhausted = limit !== null && used.gte(limit) && !softLimit;
  return {
    ...(exhausted ? decide(feature, 'DENIED', 'LIMIT_REACHED') : decide(feature, 'ALLOWED', 'GRANTED')),
    limit,
    used,
    remaining: limit === null ? null : limit.minus(used),
    resetsAt: item?.resetsAt ?? null,
  };
}

function decide(
  feature: string,
  access: Access,
  reason: AccessReason,
  limit: Decimal | null = null,
): EntitlementCheck {
  return { feature, access, reason, limit, used: null, remaining: null, resetsAt: null };
}

const unasked = Symbol('could not be asked');

async function orUnasked<Value>(read: Promise<Value>): Promise<Value | typeof unasked> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ProviderError) return unasked;
    throw error;
  }
}
