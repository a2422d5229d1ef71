import type { BaseColumns, Metadata } from './base-columns.ts';

/** A coupon's definition. */
export interface CouponRow extends BaseColumns {
  readonly name: string;
  readonly redeem_after: string | null;
  readonly redeem_before: string | null;
  readonly max_redemptions: number | null;
  readonly total_redemptions: number;
  readonly rules: Readonly<Record<string, unknown>> | null;
  /** Zero, not NULL, for a percentage. */
  readonly amount_off: string;
  /** In percent; zero, not NULL, for a fixed amount. */
  readonly percentage_off: string;
  readonly type: 'fixed' | 'percentage';
  readonly cadence: 'once' | 'repeated' | 'forever';
  readonly duration_in_periods: number | null;
  /** Empty for a percentage. */
  readonly currency: string;
  readonly coupon_code?: string;
  readonly metadata: Metadata;
}

/** A coupon on a subscription. */
export interface CouponAssociationRow extends BaseColumns {
  readonly coupon_id: string;
  readonly subscription_id: string;
  readonly subscription_line_item_id?: string;
  readonly subscription_phase_id?: string;
  readonly start_date: string;
  readonly end_date?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}
