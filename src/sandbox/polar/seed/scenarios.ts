import { polarId } from '../organization.ts';
import type { SubscriptionRecord } from '../records/subscription.ts';
import type { Calendar } from './calendar.ts';
import type { DiscountKey } from './discounts.ts';
import { type ProductKey, productId } from './products.ts';

/** A subscription to be: who has it, to what, and how it differs from a plain running one. */
export interface Scenario {
  readonly customer: string;
  readonly product: ProductKey;
  readonly currency?: string;
  readonly discount?: DiscountKey;
  readonly changes?: Partial<SubscriptionRecord>;
}

/** The subscriptions that are there to show one case each. */
export function createScenarios(calendar: Calendar): readonly Scenario[] {
  return [...running(calendar), ...troubled(calendar), ...ended(calendar), ...unusual(calendar)];
}

function running(calendar: Calendar): readonly Scenario[] {
  const trial = { trial_start: calendar(-4), trial_end: calendar(10) };
  return [
    {
      customer: 'acct-1',
      product: 'pro',
      discount: 'loyalty',
      changes: {
        metadata: { cost_centre: 'R&D', seats: 12, rate: 0.5, trial: false },
        custom_field_data: { company: 'Lovelace Analytics', employees: 12, newsletter: true },
        checkout_id: polarId('checkout', 'acct-1'),
      },
    },
    {
      customer: 'acct-2',
      product: 'pro',
      discount: 'spring',
      changes: {
        ...trial,
        status: 'trialing',
        created_at: trial.trial_start,
        started_at: trial.trial_start,
        current_period_start: trial.trial_start,
        current_period_end: trial.trial_end,
      },
    },
    { customer: 'acct-3', product: 'free' },
    { customer: 'acct-3', product: 'pro-annual', discount: 'rebate' },
    { customer: 'acct-13', product: 'pro-annual', discount: 'launch' },
    { customer: 'acct-14', product: 'metered', discount: 'limited' },
    { customer: 'acct-15', product: 'pro', discount: 'voucher', currency: 'gbp' },
    { customer: 'acct-15', product: 'metered', currency: 'eur' },
    { customer: 'acct-18', product: 'startup' },
    { customer: 'acct-19', product: 'pro', discount: 'expired' },
    { customer: 'acct-20', product: 'pro', discount: 'upcoming' },
    { customer: 'nameless', product: 'pro', discount: 'welcome' },
    { customer: 'two-currencies', product: 'pro', currency: 'eur' },
    { customer: 'two-currencies', product: 'pro', currency: 'jpy' },
  ];
}

function troubled(calendar: Calendar): readonly Scenario[] {
  return [
    {
      customer: 'acct-4',
      product: 'pro',
      changes: {
        cancel_at_period_end: true,
        canceled_at: calendar(-3),
        current_period_end: calendar(18),
        ends_at: calendar(18),
        customer_cancellation_reason: 'too_expensive',
        customer_cancellation_comment: 'We found something cheaper.',
      },
    },
    {
      customer: 'acct-5',
      product: 'pro',
      changes: { pause_at_period_end: true, current_period_end: calendar(12), resumes_at: calendar(72) },
    },
    { customer: 'acct-6', product: 'pro', changes: { status: 'past_due', past_due_at: calendar(-2) } },
    { customer: 'acct-16', product: 'pro', changes: { status: 'paused', paused_at: calendar(-6) } },
    {
      customer: 'acct-9',
      product: 'pro',
      changes: {
        status: 'unpaid',
        past_due_at: calendar(-25),
        ended_at: calendar(-4),
        ends_at: calendar(-4),
      },
    },
    // Started, as old ones did; those that never started hide from the list.
    {
      customer: 'acct-10',
      product: 'pro',
      changes: { ...endedAt(calendar, -30), status: 'incomplete_expired', canceled_at: null },
    },
    { customer: 'acct-11', product: 'pro', changes: { status: 'incomplete', started_at: null } },
  ];
}

function ended(calendar: Calendar): readonly Scenario[] {
  return [
    {
      customer: 'acct-8',
      product: 'pro',
      changes: { ...endedAt(calendar, -15), customer_cancellation_reason: 'missing_features' },
    },
    { customer: 'deleted gone', product: 'pro', changes: endedAt(calendar, -20) },
    { customer: 'deleted phoenix', product: 'free', changes: endedAt(calendar, -40) },
  ];
}

function unusual(calendar: Calendar): readonly Scenario[] {
  return [
    {
      customer: 'acct-12',
      product: 'pro',
      changes: {
        current_period_end: calendar(9),
        pending_update: {
          id: polarId('pending update', 'acct-12'),
          created_at: calendar(-1),
          modified_at: null,
          applies_at: calendar(9),
          product_id: productId('free'),
          seats: null,
          units: null,
        },
      },
    },
    { customer: 'team-initech', product: 'team', changes: { seats: 5 } },
    { customer: 'team-globex', product: 'team', currency: 'gbp', discount: 'rebate', changes: { seats: 2 } },
    { customer: 'acct-17', product: 'enterprise' },
  ];
}

/** What a subscription looks like that was cancelled and ended so many days from now (a negative number). */
export function endedAt(calendar: Calendar, days: number): Partial<SubscriptionRecord> {
  return {
    status: 'canceled',
    created_at: calendar(days - 50),
    started_at: calendar(days - 50),
    current_period_start: calendar(days - 30),
    current_period_end: calendar(days),
    canceled_at: calendar(days - 10),
    ends_at: calendar(days),
    ended_at: calendar(days),
  };
}
