import type { Metadata, Stamped } from './stamped.ts';

/** How often something recurs. */
export type RecurringInterval = 'day' | 'week' | 'month' | 'year';

interface PriceCommon extends Stamped {
  readonly source: 'catalog' | 'ad_hoc';
  /** ISO 4217, lower case. */
  readonly price_currency: string;
  readonly tax_behavior: 'location' | 'inclusive' | 'exclusive' | null;
  readonly is_archived: boolean;
  readonly product_id: string;
}

interface FixedPrice extends PriceCommon {
  readonly amount_type: 'fixed';
  readonly price_amount: number;
}

/** From the time before intervals moved to the product. */
interface LegacyFixedPrice extends FixedPrice {
  readonly type: 'recurring';
  readonly recurring_interval: RecurringInterval;
  readonly legacy: true;
}

interface CustomPrice extends PriceCommon {
  readonly amount_type: 'custom';
  readonly minimum_amount: number;
  readonly maximum_amount: number | null;
  readonly preset_amount: number | null;
}

interface SeatBasedPrice extends PriceCommon {
  readonly amount_type: 'seat_based';
  readonly seat_tiers: {
    readonly seat_tier_type: 'volume' | 'graduated';
    readonly tiers: readonly SeatTier[];
    readonly minimum_seats: number;
    readonly maximum_seats: number | null;
  };
}

interface SeatTier {
  readonly min_seats: number;
  readonly max_seats: number | null;
  readonly price_per_seat: number;
}

/** A price per unit that a meter counts. */
export interface MeteredPrice extends PriceCommon {
  readonly amount_type: 'metered_unit';
  /** Decimal text, in cents ("0.25" is a quarter of a cent). */
  readonly unit_amount: string;
  readonly cap_amount: number | null;
  readonly meter_id: string;
}

/** One price of a product; amounts are integers in minor units. */
export type PriceRecord = FixedPrice | LegacyFixedPrice | CustomPrice | SeatBasedPrice | MeteredPrice;

/** What is sold. */
export interface ProductRecord extends Stamped {
  readonly trial_interval: RecurringInterval | null;
  readonly trial_interval_count: number | null;
  readonly name: string;
  readonly description: string | null;
  readonly visibility: 'draft' | 'private' | 'public';
  readonly recurring_interval: RecurringInterval | null;
  readonly recurring_interval_count: number | null;
  /** How often meters start over where that is not with the billing period. */
  readonly meter_interval: RecurringInterval | null;
  readonly meter_interval_count: number | null;
  readonly is_recurring: boolean;
  readonly is_archived: boolean;
  readonly metadata: Metadata;
  readonly prices: readonly PriceRecord[];
  readonly benefit_ids: readonly string[];
}
