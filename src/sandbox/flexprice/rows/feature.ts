import type { BaseColumns, Metadata } from './base-columns.ts';

/** Something that a plan lets its customers do. */
export interface FeatureRow extends BaseColumns {
  readonly name: string;
  readonly lookup_key: string;
  readonly description: string;
  /** Empty where nothing is counted. */
  readonly meter_id: string;
  readonly metadata: Metadata;
  readonly type: 'metered' | 'boolean' | 'static' | 'config';
  readonly unit_singular: string;
  readonly unit_plural: string;
}

/** What counts a feature's events. */
export interface MeterRow extends BaseColumns {
  readonly name: string;
  readonly event_name: string;
  readonly aggregation: { readonly type: string; readonly field: string };
  readonly filters: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly reset_usage: 'BILLING_PERIOD' | 'NEVER';
}
