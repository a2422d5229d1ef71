import type { BaseColumns } from './base-columns.ts';

/** The states that a subscription may be in. */
export const subscriptionStatuses = [
  'active',
  'paused',
  'cancelled',
  'incomplete',
  'trialing',
  'draft',
] as const;

/** How a subscription stands to others. */
export const subscriptionTypes = [
  'standalone',
  'delegated_invoicing',
  'parent',
  'inherited',
  'grouped_invoicing',
] as const;

/** How often a subscription is billed. */
export const billingPeriods = [
  'MONTHLY',
  'ANNUAL',
  'WEEKLY',
  'DAILY',
  'QUARTERLY',
  'HALF_YEARLY',
  'ONETIME',
] as const;

/** A customer's subscription to a plan. */
export interface SubscriptionRow extends BaseColumns {
  readonly lookup_key?: string;
  readonly customer_id: string;
  readonly plan_id: string;
  readonly subscription_status: (typeof subscriptionStatuses)[number];
  readonly currency: string;
  readonly billing_anchor: string;
  readonly billing_cycle: 'anniversary' | 'calendar';
  readonly start_date: string;
  readonly end_date?: string;
  readonly current_period_start: string;
  readonly current_period_end: string;
  readonly cancelled_at?: string;
  readonly cancel_at: string | null;
  readonly cancel_at_period_end: boolean;
  readonly trial_start: string | null;
  readonly trial_end: string | null;
  readonly billing_cadence: 'RECURRING';
  readonly billing_period: (typeof billingPeriods)[number];
  readonly billing_period_count: number;
  readonly version: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly pause_status: 'none' | 'active' | 'scheduled' | 'completed' | 'cancelled';
  readonly active_pause_id?: string;
  readonly commitment_amount?: string;
  readonly overage_factor?: string;
  readonly payment_behavior: string;
  readonly collection_method: 'charge_automatically' | 'send_invoice';
  readonly timezone: string;
  readonly proration_behavior: 'create_prorations' | 'none';
  readonly enable_true_up: boolean;
  readonly invoicing_customer_id?: string;
  readonly parent_subscription_id?: string;
  readonly payment_terms?: string;
  readonly subscription_type: (typeof subscriptionTypes)[number];
}

/** One charge of a subscription. */
export interface LineItemRow extends BaseColumns {
  readonly subscription_id: string;
  readonly customer_id: string;
  readonly entity_id: string;
  readonly entity_type: 'plan' | 'addon' | 'subscription';
  readonly plan_display_name: string;
  readonly price_id: string;
  readonly price_type: 'USAGE' | 'FIXED';
  readonly meter_id?: string;
  readonly meter_display_name?: string;
  readonly display_name: string;
  readonly quantity: string;
  readonly currency: string;
  readonly billing_period: SubscriptionRow['billing_period'];
  readonly billing_period_count: number;
  readonly invoice_cadence: 'ARREAR' | 'ADVANCE';
  readonly start_date: string;
  readonly commitment_true_up_enabled: boolean;
  readonly commitment_windowed: boolean;
}
