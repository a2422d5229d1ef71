import type { SubscriptionRow } from '../rows/subscription.ts';
import type { SeedCalendar } from './base.ts';
import { idOf } from './names.ts';
import { people } from './people.ts';
import type { PlanKey } from './plans.ts';

/** One subscription of the seed. */
export interface SubscriptionSeed {
  /** Unique; a customer's first subscription has the external id for its name. */
  readonly name: string;
  readonly externalId: string;
  readonly plan: PlanKey;
  /** How far the current period has come. */
  readonly daysIn: number;
  /** How many months before the current period it began. */
  readonly monthsBefore: number;
  readonly differences: Partial<SubscriptionRow>;
}

/** Every subscription, those of the shared people told one by one. */
export function subscriptionSeeds(calendar: SeedCalendar): readonly SubscriptionSeed[] {
  return [...sharedSeeds(calendar), ...ownSeeds(calendar)];
}

function sharedSeeds(calendar: SeedCalendar): readonly SubscriptionSeed[] {
  const cancelled = cancelledSince(calendar, -40);
  return [
    seed('acct-1', 'pro', { payment_terms: '30 NET', metadata: { purchase_order: 'PO-1' } }),
    seed('acct-2', 'starter', trialUntil(calendar, 9)),
    seed('acct-3', 'pro', { timezone: 'Asia/Tokyo' }),
    yearly('acct-4', 'enterprise', { commitment_amount: '12000', overage_factor: '1.25' }),
    { ...seed('acct-5', 'pro', { subscription_type: 'parent' }), monthsBefore: 8 },
    { ...seed('acct-5', 'starter'), name: 'acct-5 second', monthsBefore: 2 },
    {
      ...seed('acct-5', 'enterprise', {
        subscription_type: 'inherited',
        parent_subscription_id: idOf.subscription('acct-5'),
      }),
      name: 'acct-5 inherited',
      monthsBefore: 0,
    },
    seed('acct-7', 'pro', cancelled),
    seed('acct-8', 'pro', { cancel_at_period_end: true, cancel_at: calendar.midnight(-10, 1) }),
    seed('acct-9', 'starter', { subscription_status: 'paused', pause_status: 'active' }),
    seed('acct-10', 'pro', { subscription_status: 'draft' }),
    { ...seed('acct-10', 'starter', { subscription_status: 'incomplete' }), name: 'acct-10 second' },
    seed('acct-11', 'starter'),
    seed('acct-12', 'starter'),
    seed('acct-13', 'starter'),
    seed('acct-14', 'pro', { lookup_key: 'main' }),
    seed('acct-15', 'starter'),
    { ...seed('acct-15', 'pro', { currency: 'usd' }), name: 'acct-15 second', monthsBefore: 1 },
    seed('acct-16', 'free'),
    seed('acct-17', 'legacy-2019', { billing_period: 'QUARTERLY', collection_method: 'send_invoice' }),
    seed('acct-18', 'pro', trialUntil(calendar, 4)),
    { ...seed('acct-19', 'free', cancelled), name: 'acct-19 first' },
    seed('acct-19', 'starter'),
    seed('acct-20', 'pro', { cancel_at: calendar.midnight(60), end_date: calendar.midnight(60) }),
  ];
}

/** Flexprice's own people and the awkward ones take turns: every sixth has no subscription, every sixth a former one. */
function ownSeeds(calendar: SeedCalendar): readonly SubscriptionSeed[] {
  return people.slice(20).flatMap(({ externalId, timezone }, index) => {
    switch (index % 6) {
      case 0:
        return [seed(externalId, 'free')];
      case 1:
        return [seed(externalId, 'starter', { timezone })];
      case 2:
        return [seed(externalId, 'pro')];
      case 3:
        return [];
      case 4:
        return [yearly(externalId, 'enterprise')];
      default:
        return [seed(externalId, 'starter', cancelledSince(calendar, -index))];
    }
  });
}

function seed(
  externalId: string,
  plan: PlanKey,
  differences: Partial<SubscriptionRow> = {},
): SubscriptionSeed {
  return { name: externalId, externalId, plan, daysIn: 10, monthsBefore: 5, differences };
}

function yearly(
  externalId: string,
  plan: PlanKey,
  differences: Partial<SubscriptionRow> = {},
): SubscriptionSeed {
  return {
    ...seed(externalId, plan, { billing_period: 'ANNUAL', ...differences }),
    daysIn: 100,
    monthsBefore: 12,
  };
}

function trialUntil(calendar: SeedCalendar, days: number): Partial<SubscriptionRow> {
  const start = calendar.midnight(days - 14);
  const end = calendar.midnight(days);
  return {
    subscription_status: 'trialing',
    start_date: start,
    billing_anchor: end,
    current_period_start: start,
    current_period_end: end,
    trial_start: start,
    trial_end: end,
  };
}

function cancelledSince(calendar: SeedCalendar, days: number): Partial<SubscriptionRow> {
  const at = calendar.day(days);
  return {
    subscription_status: 'cancelled',
    current_period_start: calendar.midnight(days - 10),
    current_period_end: at,
    cancelled_at: at,
    cancel_at: at,
    end_date: at,
  };
}
