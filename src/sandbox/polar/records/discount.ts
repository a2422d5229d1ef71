import type { Metadata, Stamped } from './stamped.ts';

interface DiscountCommon extends Stamped {
  readonly metadata: Metadata;
  readonly name: string;
  readonly code: string | null;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly max_redemptions: number | null;
  readonly max_redemptions_per_customer: number | null;
  readonly redemptions_count: number;
  /** Empty: any product. */
  readonly product_ids: readonly string[];
}

interface FixedAmount {
  readonly type: 'fixed';
  /** Minor units by lower-case currency. */
  readonly amounts: Readonly<Record<string, number>>;
}

interface Percentage {
  readonly type: 'percentage';
  /** 1000 is 10 %. */
  readonly basis_points: number;
}

interface Unbounded {
  readonly duration: 'once' | 'forever';
}

interface Repeating {
  readonly duration: 'repeating';
  /** Calendar months. */
  readonly duration_in_months: number;
}

/** What takes something off a price. */
export type DiscountRecord = DiscountCommon & (FixedAmount | Percentage) & (Unbounded | Repeating);
