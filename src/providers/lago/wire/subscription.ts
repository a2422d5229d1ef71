import { z } from 'zod';
import { fromMinorUnits } from '../../../billing/money.ts';
import type { Period } from '../../../billing/period.ts';
import type { Subscription, SubscriptionStatus } from '../../../billing/subscription.ts';
import { wireCurrency, wireInteger, wireOptionalText, wireOptionalTime } from '../../wire-values.ts';

/** A row of GET /subscriptions and GET /customers/{external_id}/subscriptions. */
export const subscriptionSchema = z.compile(
  z.object({
    lago_id: z.string(),
    external_id: z.string(),
    status: z.string(),
    plan_code: wireOptionalText,
    plan_amount_cents: wireInteger,
    plan_amount_currency: wireCurrency,
    started_at: wireOptionalTime,
    trial_ended_at: wireOptionalTime,
    ending_at: wireOptionalTime,
    terminated_at: wireOptionalTime,
    canceled_at: wireOptionalTime,
    current_billing_period_started_at: wireOptionalTime,
    current_billing_period_ending_at: wireOptionalTime,
  }),
);

/** A subscription as Lago tells it. */
export type WireSubscription = z.infer<typeof subscriptionSchema>;

/** Whether the subscription gives access now. */
export function isActive({ status }: WireSubscription): boolean {
  return status === 'active';
}

/** Our subscription. Its key is Lago's id, since the rows of an upgrade chain share one external id. */
export function toSubscription(row: WireSubscription): Subscription {
  const endedAt = row.terminated_at ?? row.canceled_at;
  return {
    key: row.lago_id,
    subscriptionId: row.external_id,
    status: toStatus(row.status),
    providerStatus: row.status,
    plan: row.plan_code,
    planName: null,
    price: fromMinorUnits(row.plan_amount_cents, row.plan_amount_currency),
    currentPeriod: currentPeriodOf(row),
    trialEndsAt: row.trial_ended_at,
    cancelsAt: endedAt === null ? row.ending_at : null,
    startedAt: row.started_at,
    endedAt,
  };
}

function toStatus(status: string): SubscriptionStatus {
  switch (status) {
    case 'pending':
      return 'PENDING';
    case 'active':
      return 'ACTIVE';
    case 'terminated':
      return 'ENDED';
    case 'canceled':
      return 'CANCELED';
    case 'incomplete':
      return 'INCOMPLETE';
    default:
      return 'UNKNOWN';
  }
}

function currentPeriodOf(row: WireSubscription): Period | null {
  const { current_billing_period_started_at: start, current_billing_period_ending_at: end } = row;
  return start !== null && end !== null ? { start, end } : null;
}
