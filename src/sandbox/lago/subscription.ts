import { periodAt } from './billing-period.ts';
import { applicableTimezone } from './customer.ts';
import type { Decimal } from './decimal.ts';
import { entitlementsOf } from './entitlement.ts';
import { localDateOf } from './local-date.ts';
import { defaultPaymentMethod } from './payment-method.ts';
import type { PrivilegeValues } from './plan.ts';
import { planObject } from './plan-wire.ts';
import { type LagoStore, ownerOf, planOf } from './store.ts';
import { newestFirst, type Row } from './table.ts';
import { formatTimeToMilliseconds } from './time.ts';

/** Where a subscription can stand. */
export const subscriptionStatuses = ['pending', 'active', 'terminated', 'canceled', 'incomplete'] as const;

/** One of the states of a subscription. */
type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** How much of one metric was used, and how that splits up. */
export interface Meter {
  readonly units: Decimal;
  readonly events: number;
  /** By filter of the charge; `values` null is what no filter matches. */
  readonly filters?: readonly MeterFilter[];
  /** By value of the keys by which the charge groups. */
  readonly groups?: readonly MeterGroup[];
  readonly presentation?: readonly { readonly presentation_by: object; readonly units: Decimal }[];
}

/** The part of a meter that one filter matches. */
export interface MeterFilter {
  readonly units: Decimal;
  readonly events: number;
  readonly invoice_display_name: string | null;
  readonly values: Readonly<Record<string, readonly string[]>> | null;
}

/** The part of a meter that one group holds. */
export interface MeterGroup {
  readonly units: Decimal;
  readonly events: number;
  readonly grouped_by: Readonly<Record<string, string | null>>;
}

/** Meters by the code of their metric. */
export type Meters = Readonly<Record<string, Meter>>;

/** How one subscription's rights differ from its plan's. */
export interface EntitlementChanges {
  /** By feature, then privilege. */
  readonly overrides: Readonly<Record<string, PrivilegeValues>>;
  readonly removedFeatures: readonly string[];
  /** As "feature.privilege". */
  readonly removedPrivileges: readonly string[];
}

/** A customer's subscription to a plan. Several may share an external id: an upgrade makes a new one. */
export interface Subscription extends Row {
  readonly external_id: string;
  readonly lago_customer_id: string;
  readonly name: string | null;
  readonly plan_code: string;
  readonly status: SubscriptionStatus;
  readonly billing_time: 'calendar' | 'anniversary';
  readonly subscription_at: Date | null;
  readonly started_at: Date | null;
  readonly activated_at: Date | null;
  readonly trial_ended_at: Date | null;
  readonly ending_at: Date | null;
  readonly terminated_at: Date | null;
  readonly canceled_at: Date | null;
  readonly previous_plan_code: string | null;
  readonly next_plan_code: string | null;
  /** YYYY-MM-DD. */
  readonly downgrade_plan_date: string | null;
  readonly on_termination_credit_note: string | null;
  readonly on_termination_invoice: string;
  readonly cancellation_reason: 'payment_failed' | 'timeout' | null;
  readonly meters: Meters;
  readonly entitlement_changes: EntitlementChanges;
}

/** What every subscription begins with. */
export const subscriptionDefaults = {
  name: null,
  billing_time: 'calendar',
  trial_ended_at: null,
  ending_at: null,
  terminated_at: null,
  canceled_at: null,
  previous_plan_code: null,
  next_plan_code: null,
  downgrade_plan_date: null,
  on_termination_credit_note: null,
  on_termination_invoice: 'generate',
  cancellation_reason: null,
  meters: {},
  entitlement_changes: { overrides: {}, removedFeatures: [], removedPrivileges: [] },
} as const;

/** The subscription as lists show it. */
export function subscriptionListItem(row: Subscription, store: LagoStore): object {
  const { meters, entitlement_changes, ...attributes } = row;
  const plan = planOf(store, row);
  const period = row.status === 'active' ? currentPeriodOf(row, store) : null;
  return {
    ...attributes,
    external_customer_id: ownerOf(store, row).external_id,
    plan_amount_cents: plan.amount_cents,
    plan_amount_currency: plan.amount_currency,
    started_at: formatTimeToMilliseconds(row.started_at),
    current_billing_period_started_at: period?.from ?? null,
    current_billing_period_ending_at: period?.to ?? null,
    progressive_billing_disabled: false,
    consolidate_invoice: true,
    purchase_order_number: null,
    payment_method: defaultPaymentMethod,
    activation_rules: [],
  };
}

/** The subscription as the single-subscription route shows it: with its plan and its rights. */
export function subscriptionObject(row: Subscription, store: LagoStore): object {
  const plan = planOf(store, row);
  return {
    ...subscriptionListItem(row, store),
    plan: planObject(plan, store.catalog),
    entitlements: entitlementsOf(row, store),
    applicable_usage_thresholds: plan.usage_thresholds.map(({ lago_id, ...threshold }) => threshold),
    applied_invoice_custom_sections: [],
  };
}

/** The billing period that holds the time; by anniversary it counts from the day the subscription began. */
export function periodOf(row: Subscription, time: Date, store: LagoStore): { from: Date; to: Date } {
  const timezone = applicableTimezone(ownerOf(store, row), store.catalog.billingEntities);
  const began = row.subscription_at ?? row.created_at;
  const anchor = row.billing_time === 'anniversary' ? localDateOf(began, timezone) : null;
  const { from, to } = periodAt(time, planOf(store, row).interval, anchor, timezone);
  return { from: new Date(Math.max(from.getTime(), began.getTime())), to };
}

/** The billing period that holds the time now. */
export function currentPeriodOf(row: Subscription, store: LagoStore): { from: Date; to: Date } {
  return periodOf(row, store.now(), store);
}

/** The subscriptions in their own order: by the day they began, the latest first. */
export function subscriptionsInOrder({ subscriptions }: LagoStore): readonly Subscription[] {
  const began = ({ subscription_at }: Subscription) => subscription_at?.getTime() ?? Number.NEGATIVE_INFINITY;
  return [...subscriptions.all()].sort((one, other) =>
    began(one) === began(other) ? newestFirst(one, other) : began(other) - began(one),
  );
}

/** The subscription with this external id in this state; the latest of several. */
export function findSubscription(store: LagoStore, externalId: string, status: string): Subscription | null {
  const found = subscriptionsInOrder(store).find(
    (row) => row.external_id === externalId && row.status === status,
  );
  return found ?? null;
}
