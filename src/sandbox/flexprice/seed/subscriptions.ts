import type { LineItemRow, SubscriptionRow } from '../rows/subscription.ts';
import { baseColumnsAt, type SeedCalendar } from './base.ts';
import { idOf } from './names.ts';
import { currencyOf } from './people.ts';
import { chargedFeatures, planNameOf } from './plans.ts';
import { type SubscriptionSeed, subscriptionSeeds } from './subscription-seeds.ts';

const monthsOf: Partial<Record<SubscriptionRow['billing_period'], number>> = { QUARTERLY: 3, ANNUAL: 12 };

/** The subscriptions, each in a period that contains now unless it is over. */
export function seedSubscriptions(calendar: SeedCalendar): readonly SubscriptionRow[] {
  return subscriptionSeeds(calendar).map((seed) => toSubscription(calendar, seed));
}

/** One usage charge for each feature that the plan charges for, and the plan's own fee. */
export function seedLineItems(calendar: SeedCalendar): readonly LineItemRow[] {
  return subscriptionSeeds(calendar).flatMap((seed) => {
    const subscription = toSubscription(calendar, seed);
    const usage = chargedFeatures(seed.plan).map((feature) => ({
      ...toLineItem(seed, subscription, feature),
      price_type: 'USAGE' as const,
      invoice_cadence: 'ARREAR' as const,
      quantity: '0',
      meter_id: idOf.meter(feature),
      meter_display_name: feature,
    }));
    return [...usage, toLineItem(seed, subscription, 'fee')];
  });
}

function toSubscription(
  calendar: SeedCalendar,
  { name, externalId, plan, daysIn, monthsBefore, differences }: SubscriptionSeed,
): SubscriptionRow {
  const start = calendar.midnight(-daysIn, -monthsBefore);
  const months = monthsOf[differences.billing_period ?? 'MONTHLY'] ?? 1;
  return {
    ...baseColumnsAt(idOf.subscription(name), start),
    customer_id: idOf.customer(externalId),
    plan_id: idOf.plan(plan),
    subscription_status: 'active',
    currency: currencyOf(externalId),
    billing_anchor: start,
    billing_cycle: 'anniversary',
    start_date: start,
    current_period_start: calendar.midnight(-daysIn),
    current_period_end: calendar.midnight(-daysIn, months),
    cancel_at: null,
    cancel_at_period_end: false,
    trial_start: null,
    trial_end: null,
    billing_cadence: 'RECURRING',
    billing_period: 'MONTHLY',
    billing_period_count: 1,
    version: 1,
    pause_status: 'none',
    payment_behavior: 'default_active',
    collection_method: 'charge_automatically',
    timezone: 'UTC',
    proration_behavior: 'create_prorations',
    enable_true_up: false,
    subscription_type: 'standalone',
    ...differences,
  };
}

function toLineItem(
  { name, plan }: SubscriptionSeed,
  subscription: SubscriptionRow,
  charge: string,
): LineItemRow {
  return {
    ...baseColumnsAt(idOf.lineItem(`${name} ${charge}`), subscription.created_at),
    subscription_id: subscription.id,
    customer_id: subscription.customer_id,
    entity_id: subscription.plan_id,
    entity_type: 'plan',
    plan_display_name: planNameOf(plan),
    price_id: idOf.price(`${plan} ${charge}`),
    price_type: 'FIXED',
    display_name: charge,
    quantity: '1',
    currency: subscription.currency,
    billing_period: subscription.billing_period,
    billing_period_count: subscription.billing_period_count,
    invoice_cadence: 'ADVANCE',
    start_date: subscription.start_date,
    commitment_true_up_enabled: false,
    commitment_windowed: false,
  };
}
