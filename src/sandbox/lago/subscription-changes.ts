import type { Customer } from './customer.ts';
import { formatDate, localDateOf } from './local-date.ts';
import type { Plan } from './plan.ts';
import { type LagoStore, planOf } from './store.ts';
import { periodOf, type Subscription, subscriptionDefaults } from './subscription.ts';
import { secondsAfter } from './time.ts';

/** What a new subscription is made of. */
export interface SubscriptionOrder {
  readonly externalId: string;
  readonly name: string | null;
  readonly billingTime: 'calendar' | 'anniversary';
  /** When it is to begin; now where nothing is said. */
  readonly beginsAt: Date | null;
  readonly endingAt: Date | null;
}

/** Subscribes the customer: at once, or pending where the order says so. */
export function subscribe(
  customer: Customer,
  plan: Plan,
  order: SubscriptionOrder,
  store: LagoStore,
): Subscription {
  const now = store.now();
  const begins = order.beginsAt ?? now;
  const started = begins > now ? null : begins;
  const row: Subscription = {
    ...subscriptionDefaults,
    lago_id: store.newId('subscription'),
    external_id: order.externalId,
    lago_customer_id: customer.lago_id,
    name: order.name,
    plan_code: plan.code,
    status: started === null ? 'pending' : 'active',
    billing_time: order.billingTime,
    subscription_at: begins,
    started_at: started,
    activated_at: started,
    ending_at: order.endingAt,
    created_at: now,
  };
  store.subscriptions.save(row);
  if (customer.currency === null) store.customers.save({ ...customer, currency: plan.amount_currency });
  return row;
}

/**
 * Moves a subscription to another plan under the same external id. A dearer one replaces it now; a cheaper one waits,
 * pending, for the end of the period. The same plan changes nothing.
 */
export function changePlan(
  current: Subscription,
  customer: Customer,
  plan: Plan,
  store: LagoStore,
): Subscription {
  if (plan.code === current.plan_code) return current;
  const order = {
    externalId: current.external_id,
    name: current.name,
    billingTime: current.billing_time,
    endingAt: current.ending_at,
  };
  if (plan.amount_cents >= planOf(store, current).amount_cents) {
    terminate({ ...current, next_plan_code: plan.code }, store);
    const upgraded = subscribe(customer, plan, { ...order, beginsAt: null }, store);
    const next = { ...upgraded, previous_plan_code: current.plan_code };
    store.subscriptions.save(next);
    return next;
  }
  const beginsAt = secondsAfter(periodOf(current, store.now(), store).to, 1);
  const pending = subscribe(customer, plan, { ...order, beginsAt }, store);
  store.subscriptions.save({ ...pending, previous_plan_code: current.plan_code });
  const leaving = {
    ...current,
    next_plan_code: plan.code,
    downgrade_plan_date: formatDate(localDateOf(beginsAt, 'UTC')),
  };
  store.subscriptions.save(leaving);
  return leaving;
}

/** Ends a subscription now. */
export function terminate(
  row: Subscription,
  store: LagoStore,
  ending: Partial<Pick<Subscription, 'on_termination_credit_note' | 'on_termination_invoice'>> = {},
): Subscription {
  const terminated: Subscription = { ...row, ...ending, status: 'terminated', terminated_at: store.now() };
  store.subscriptions.save(terminated);
  return terminated;
}

/** Calls a subscription off that has not begun. */
export function cancel(row: Subscription, store: LagoStore): Subscription {
  const canceled: Subscription = { ...row, status: 'canceled', canceled_at: store.now() };
  store.subscriptions.save(canceled);
  return canceled;
}
