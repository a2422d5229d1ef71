/** A right to a feature that a plan, an add-on or a single subscription carries. */
export interface EntitlementRow {
  readonly id: string;
  readonly feature_id: string;
  readonly entity_type: 'plan' | 'addon' | 'subscription';
  readonly entity_id: string;
  readonly is_enabled: boolean;
  readonly is_soft_limit: boolean;
  /** null: unlimited, or nothing to count. A 64-bit integer, hence no JavaScript number. */
  readonly usage_limit: bigint | null;
  readonly usage_reset_period?: ResetPeriod;
  readonly static_value?: string;
  readonly config_value?: Readonly<Record<string, unknown>>;
  /** Set where several sources are drawn one by one in place of being added up. */
  readonly bucket?: EntitlementBucket;
}

/** How often a count starts again. */
type ResetPeriod = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'QUARTERLY' | 'HALF_YEARLY' | 'ANNUAL' | 'NEVER';

/** One source's own allowance of a feature that is drawn in parallel. */
interface EntitlementBucket {
  readonly grant_measure: 'quantity' | 'amount';
  readonly grant_quota: string;
  readonly grant_duration_value: number;
  readonly grant_duration_unit: 'hour' | 'day' | 'week' | 'subscription_period';
}
