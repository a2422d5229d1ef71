import type { Batch } from './batch.ts';
import type { Call } from './call.ts';
import type { Money } from './money.ts';
import type { Period } from './period.ts';

/** Where a subscription stands. */
export type SubscriptionStatus =
  | 'ACTIVE'
  | 'TRIALING'
  | 'PAST_DUE'
  | 'PAUSED'
  | 'PENDING'
  | 'INCOMPLETE'
  | 'CANCELED'
  | 'ENDED'
  | 'UNKNOWN';

/** A customer's subscription to a plan or product. */
export interface Subscription {
  /** Unique within the provider account. */
  readonly key: string;
  /** What other fields take: Flexprice and Polar the id, Lago the external id. */
  readonly subscriptionId: string;
  readonly status: SubscriptionStatus;
  /** The provider's own word. */
  readonly providerStatus: string;
  /** Plan or product, by code or id. */
  readonly plan: string | null;
  readonly planName: string | null;
  /** The recurring price; null where the provider does not tell it with the subscription. */
  readonly price: Money | null;
  readonly currentPeriod: Period | null;
  readonly trialEndsAt: Date | null;
  /** When a cancellation that is already decided takes effect. */
  readonly cancelsAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Which rows a list holds. */
export interface ActivityFilter {
  /** True to also get what is not in force any more, or not yet. */
  readonly includeInactive: boolean;
}

/** Subscriptions, by customer key; without `includeInactive` those that give access now. */
export interface SubscriptionReads {
  ofCustomers(
    keys: readonly string[],
    filter: ActivityFilter,
    call: Call,
  ): Promise<Batch<readonly Subscription[]>>;
}
