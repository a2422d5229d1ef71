import { z } from 'zod';
import type { Period } from '../../../billing/period.ts';
import type { Subscription, SubscriptionStatus } from '../../../billing/subscription.ts';
import { wireCurrency, wireInteger, wireOptionalText, wireOptionalTime } from '../../wire-values.ts';
import { fromPolarUnits } from './money.ts';

/** Subscriptions as `GET /v1/subscriptions/` tells them. */
export const subscriptionsSchema = z.compile(
  z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      amount: wireInteger,
      currency: wireCurrency,
      product_id: z.string(),
      product: z.object({ name: wireOptionalText }).nullish(),
      current_period_start: wireOptionalTime,
      current_period_end: wireOptionalTime,
      trial_end: wireOptionalTime,
      cancel_at_period_end: z.boolean(),
      started_at: wireOptionalTime,
      ends_at: wireOptionalTime,
      ended_at: wireOptionalTime,
    }),
  ),
);

type WireSubscription = z.infer<typeof subscriptionsSchema>[number];

/** Whether the customer has what the subscription is for; Polar keeps serving one whose payment is late. */
export function givesAccess({ status }: { readonly status: string }): boolean {
  return status === 'trialing' || status === 'active' || status === 'past_due';
}

/** A subscription; its price is before discounts and metered use. */
export function toSubscription(subscription: WireSubscription): Subscription {
  const { current_period_start: start, current_period_end: end } = subscription;
  return {
    key: subscription.id,
    subscriptionId: subscription.id,
    status: toSubscriptionStatus(subscription.status),
    providerStatus: subscription.status,
    plan: subscription.product_id,
    planName: subscription.product?.name ?? null,
    price: fromPolarUnits(subscription.amount, subscription.currency),
    currentPeriod: toPeriod(start, end),
    trialEndsAt: subscription.trial_end,
    cancelsAt: subscription.ends_at ?? (subscription.cancel_at_period_end ? end : null),
    startedAt: subscription.started_at,
    endedAt: subscription.ended_at,
  };
}

/** The period between two times; null unless both are known. */
export function toPeriod(start: Date | null, end: Date | null): Period | null {
  return start === null || end === null ? null : { start, end };
}

function toSubscriptionStatus(status: string): SubscriptionStatus {
  switch (status) {
    case 'trialing':
      return 'TRIALING';
    case 'active':
      return 'ACTIVE';
    case 'past_due':
    case 'unpaid':
      return 'PAST_DUE';
    case 'paused':
      return 'PAUSED';
    case 'canceled':
      return 'CANCELED';
    case 'incomplete':
      return 'INCOMPLETE';
    case 'incomplete_expired':
      return 'ENDED';
    default:
      return 'UNKNOWN';
  }
}
