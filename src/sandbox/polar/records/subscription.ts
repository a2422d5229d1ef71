import type { RecurringInterval } from './product.ts';
import type { Metadata, Stamped } from './stamped.ts';

/** The states of a subscription. */
export const subscriptionStatuses = [
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'canceled',
  'unpaid',
  'paused',
] as const;

/** One of the states of a subscription. */
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** The states in which a customer has the product's benefits and is billed. */
export const billableStatuses: readonly SubscriptionStatus[] = ['trialing', 'active', 'past_due'];

/** Why a customer cancelled. */
export const cancellationReasons = [
  'customer_service',
  'low_quality',
  'missing_features',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
  'other',
] as const;

interface PendingUpdate extends Stamped {
  readonly applies_at: string;
  readonly product_id: string | null;
  readonly seats: number | null;
  readonly units: number | null;
}

/** A customer's subscription to a product; the amount is in minor units. */
export interface SubscriptionRecord extends Stamped {
  readonly amount: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
  readonly recurring_interval: RecurringInterval;
  readonly recurring_interval_count: number;
  readonly status: SubscriptionStatus;
  readonly current_period_start: string;
  readonly current_period_end: string;
  /** Set, with its end, where the product has a meter interval and no trial is running. */
  readonly current_meter_period_start: string | null;
  readonly current_meter_period_end: string | null;
  readonly trial_start: string | null;
  readonly trial_end: string | null;
  readonly cancel_at_period_end: boolean;
  readonly canceled_at: string | null;
  /** null for one that never started: lists hide it. */
  readonly started_at: string | null;
  readonly ends_at: string | null;
  readonly ended_at: string | null;
  readonly past_due_at: string | null;
  readonly pause_at_period_end: boolean;
  readonly paused_at: string | null;
  readonly resumes_at: string | null;
  readonly customer_id: string;
  readonly product_id: string;
  readonly discount_id: string | null;
  readonly checkout_id: string | null;
  readonly seats: number | null;
  readonly units: number | null;
  readonly customer_cancellation_reason: (typeof cancellationReasons)[number] | null;
  readonly customer_cancellation_comment: string | null;
  readonly metadata: Metadata;
  readonly custom_field_data: Readonly<Record<string, string | number | boolean | null>>;
  readonly pending_update: PendingUpdate | null;
}
