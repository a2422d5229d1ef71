import type { BaseColumns, Metadata } from './base-columns.ts';

/** What a subscription is to. */
export interface PlanRow extends BaseColumns {
  readonly name: string;
  readonly lookup_key: string;
  readonly description: string;
  readonly metadata: Metadata;
  readonly display_order?: number;
}

/** An extra that a subscription may hold beside its plan. */
export interface AddonRow {
  readonly id: string;
  readonly name: string;
  /** The subscriptions that hold it. */
  readonly subscriptionIds: readonly string[];
}
