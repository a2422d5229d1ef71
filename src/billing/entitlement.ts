import type { Batch } from './batch.ts';
import type { Call } from './call.ts';
import type { Decimal } from './decimal.ts';

/** What sort of right an entitlement gives. */
export type EntitlementKind =
  | 'BOOLEAN'
  | 'METERED'
  | 'STATIC'
  | 'CONFIG'
  | 'CREDIT'
  | 'LICENSE'
  | 'FILES'
  | 'EXTERNAL_ACCESS'
  | 'OTHER';

/** A right to use a feature. */
export interface Entitlement {
  /** Feature lookup key, feature code or benefit id. */
  readonly feature: string;
  readonly name: string | null;
  readonly kind: EntitlementKind;
  readonly enabled: boolean;
  /** Allowance per reset period; null when there is none to count. */
  readonly limit: Decimal | null;
  /** True only for a metered feature without a limit. */
  readonly unlimited: boolean;
  /** True when use goes on past the limit (and is billed). */
  readonly softLimit: boolean;
  readonly resetPeriod: string | null;
  readonly values: readonly EntitlementValue[];
  readonly sources: readonly EntitlementSource[];
  /** The usage item (its `feature`) that counts against the limit; null where nothing is counted. */
  readonly meteredBy: string | null;
}

/** A setting that comes with an entitlement. */
export interface EntitlementValue {
  readonly key: string;
  readonly value: string;
}

/** Where an entitlement comes from: a plan, a subscription, an order. */
export interface EntitlementSource {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
  readonly subscriptionId: string | null;
}

/** Entitlements in force, by customer key. */
export interface EntitlementReads {
  ofCustomers(keys: readonly string[], call: Call): Promise<Batch<readonly Entitlement[]>>;
}
