/** What one meter has counted for one subscription in its current period. */
export interface UsageRow {
  readonly subscription_id: string;
  readonly meter_id: string;
  /** A decimal of any length. */
  readonly quantity: string;
}

/** What one subscription's usage costs so far in its current period. */
export interface AccruedChargeRow {
  readonly subscription_id: string;
  /** Decimal text in the subscription's currency. */
  readonly amount: string;
}
