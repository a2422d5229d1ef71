import { uuidOf } from '../../ids.ts';
import { usageCents } from '../charge-usage.ts';
import { applicableTimezone, type Customer } from '../customer.ts';
import { decimal } from '../decimal.ts';
import { daysLater, formatDate, localDateOf } from '../local-date.ts';
import { type LagoStore, planOf } from '../store.ts';
import {
  currentPeriodOf,
  type Meters,
  periodOf,
  type Subscription,
  subscriptionDefaults,
} from '../subscription.ts';
import { daysAfter, secondsAfter } from '../time.ts';

/** Adds a subscription that began so many days ago, or begins in the future for a negative number. */
export function saveSubscription(
  store: LagoStore,
  customer: Customer,
  planCode: string,
  daysAgo: number,
  details: Partial<Subscription> = {},
): Subscription {
  const begins = daysAfter(store.now(), -daysAgo);
  const started = daysAgo < 0 ? null : begins;
  const externalId = details.external_id ?? `sub-${customer.external_id}`;
  const row: Subscription = {
    ...subscriptionDefaults,
    lago_id: uuidOf(`lago:subscription:${externalId}:${planCode}:${details.status ?? 'active'}`),
    external_id: externalId,
    lago_customer_id: customer.lago_id,
    plan_code: planCode,
    status: started === null ? 'pending' : 'active',
    subscription_at: begins,
    // Not on a whole second: this is the one time that Lago tells to the millisecond.
    started_at: started === null ? null : new Date(started.getTime() + 123),
    activated_at: started,
    created_at: started ?? daysAfter(store.now(), -1),
    ...details,
  };
  store.subscriptions.save(row);
  return row;
}

/** Adds up to so many billed periods before the current one, as far back as the subscription goes. */
export function saveUsagePeriods(
  store: LagoStore,
  row: Subscription,
  customer: Customer,
  count: number,
): void {
  const plan = planOf(store, row);
  const timezone = applicableTimezone(customer, store.catalog.billingEntities);
  let next = currentPeriodOf(row, store).from;
  for (let index = 1; index <= count && next > (row.subscription_at ?? next); index += 1) {
    const { from, to } = periodOf(row, secondsAfter(next, -1), store);
    const meters = metersOf(index * 7 + 11);
    const amount = plan.amount_cents + usageCents(plan, plan.charges, meters);
    store.usagePeriods.save({
      lago_id: uuidOf(`lago:invoice:${row.external_id}:${index}`),
      subscription: row.lago_id,
      from,
      to,
      issuing_date: formatDate(daysLater(localDateOf(to, timezone), 1)),
      amount_cents: amount,
      taxes_amount_cents: customer.tax_codes.length > 0 ? Math.round(amount * 0.19) : 0,
      meters,
      created_at: secondsAfter(to, 3600),
    });
    next = from;
  }
}

/** Some usage of every metric; the same for the same number. */
export function metersOf(number: number): Meters {
  const calls = ((number * 377) % 4000) + 12;
  return {
    api_calls: { units: decimal(String(calls)), events: calls },
    storage_gb: { units: decimal(`${(number * 13) % 90}.${(number * 25) % 100}`), events: number % 30 },
    active_users: { units: decimal(String(number % 40)), events: number % 60 },
  };
}
