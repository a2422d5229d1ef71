import type { BaseColumns } from './base-columns.ts';

/** The rule by which credits are granted. */
export interface CreditGrantRow extends BaseColumns {
  readonly name: string;
  readonly scope: 'PLAN' | 'SUBSCRIPTION' | 'ADDON';
  readonly plan_id?: string;
  readonly subscription_id?: string;
  readonly addon_id?: string;
  readonly credits: string;
  readonly cadence: 'ONETIME' | 'RECURRING';
  readonly period?: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'QUARTERLY' | 'HALF_YEARLY' | 'ANNUAL';
  readonly period_count?: number;
  readonly expiration_type?: 'NEVER' | 'DURATION' | 'BILLING_CYCLE';
  readonly expiration_duration?: number;
  readonly expiration_duration_unit?: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR';
  readonly priority?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly start_date?: string;
  readonly end_date?: string;
  readonly credit_grant_anchor?: string;
  readonly conversion_rate?: string;
  readonly topup_conversion_rate?: string;
}

/** One grant at one time. */
export interface CreditGrantApplicationRow extends BaseColumns {
  readonly credit_grant_id: string;
  readonly subscription_id: string;
  readonly scheduled_for: string;
  readonly applied_at?: string;
  readonly period_start: string;
  readonly period_end?: string;
  readonly application_status: 'applied' | 'failed' | 'pending' | 'skipped' | 'cancelled';
  /** In credits, not in money. */
  readonly credits: string;
  readonly application_reason:
    | 'first_time_recurring_credit_grant'
    | 'recurring_credit_grant'
    | 'onetime_credit_grant';
  readonly subscription_status_at_application?: string;
  readonly retry_count?: number;
  readonly failure_reason?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}
