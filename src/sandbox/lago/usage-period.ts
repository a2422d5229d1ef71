import type { Meters, Subscription } from './subscription.ts';
import type { Row } from './table.ts';

/** The usage of a billed period. Its id is that of the invoice. */
export interface UsagePeriod extends Row {
  readonly subscription: Subscription['lago_id'];
  readonly from: Date;
  readonly to: Date;
  /** YYYY-MM-DD. */
  readonly issuing_date: string;
  /** The whole invoice before taxes: all fees, not only those for usage. */
  readonly amount_cents: number;
  readonly taxes_amount_cents: number;
  readonly meters: Meters;
}
