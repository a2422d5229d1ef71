import { z } from 'zod';
import type { Period } from '../../../billing/period.ts';
import type { Subscription, SubscriptionStatus } from '../../../billing/subscription.ts';
import { wireCurrency, wireOptionalText, wireOptionalTime } from '../../wire-values.ts';

/** The words of `subscription_status` under which a subscription gives access now. */
export const liveStatuses = ['active', 'trialing'] as const;

/** Reads the customer that a subscription row belongs to. */
export const subscriptionOwnerSchema = z.compile(
  z.object({ customer_id: z.string() }).transform(({ customer_id }) => customer_id),
);

/** A subscription with its plan. */
export const subscriptionSchema = z.compile(
  z.object({
    id: z.string().min(1),
    plan_id: wireOptionalText,
    subscription_status: z.string(),
    currency: wireCurrency,
    start_date: wireOptionalTime,
    end_date: wireOptionalTime,
    current_period_start: wireOptionalTime,
    current_period_end: wireOptionalTime,
    cancelled_at: wireOptionalTime,
    cancel_at: wireOptionalTime,
    cancel_at_period_end: z.boolean(),
    trial_end: wireOptionalTime,
    plan: z.object({ lookup_key: wireOptionalText, name: wireOptionalText }).nullish(),
  }),
);

/** A subscription as Flexprice tells it. */
export type WireSubscription = z.infer<typeof subscriptionSchema>;

/** Whether the subscription gives access now. */
export function isLive({ subscription_status }: WireSubscription): boolean {
  return liveStatuses.some((status) => status === subscription_status);
}

/** The subscription of a row. */
export function toSubscription(row: WireSubscription): Subscription {
  const status = toStatus(row.subscription_status);
  return {
    key: row.id,
    subscriptionId: row.id,
    status,
    providerStatus: row.subscription_status,
    plan: row.plan?.lookup_key ?? row.plan_id,
    planName: row.plan?.name ?? null,
    price: null,
    currentPeriod: toCurrentPeriod(row),
    trialEndsAt: row.trial_end,
    cancelsAt: row.cancel_at ?? (row.cancel_at_period_end ? row.current_period_end : null),
    startedAt: row.start_date,
    // A live subscription carries these two as well: when its end was asked for, and when its term runs out.
    endedAt: status === 'CANCELED' ? (row.cancelled_at ?? row.end_date) : null,
  };
}

function toCurrentPeriod({
  current_period_start: start,
  current_period_end: end,
}: WireSubscription): Period | null {
  return start === null || end === null ? null : { start, end };
}

function toStatus(word: string): SubscriptionStatus {
  switch (word) {
    case 'active':
      return 'ACTIVE';
    case 'trialing':
      return 'TRIALING';
    case 'paused':
      return 'PAUSED';
    case 'cancelled':
      return 'CANCELED';
    case 'incomplete':
      return 'INCOMPLETE';
    case 'draft':
      return 'PENDING';
    default:
      return 'UNKNOWN';
  }
}
