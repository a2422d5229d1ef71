import type { Coupon } from './coupon.ts';
import type { Feature } from './feature.ts';
import type { BillableMetric, Plan } from './plan.ts';

/** A legal entity that sends invoices. */
export interface BillingEntity {
  readonly code: string;
  readonly timezone: string | null;
}

/** A tax that customers may be charged. */
export interface Tax {
  readonly lago_id: string;
  readonly name: string;
  readonly code: string;
  /** In per cent; one of the few numbers that travel as floats. */
  readonly rate: number;
  readonly description: string | null;
  readonly applied_to_organization: boolean;
  readonly created_at: Date;
}

/** What the company has defined: no route of the sandbox changes it. Coupons and features are newest first. */
export interface Catalog {
  readonly billingEntities: readonly BillingEntity[];
  readonly taxes: readonly Tax[];
  readonly metrics: readonly BillableMetric[];
  readonly plans: readonly Plan[];
  readonly features: readonly Feature[];
  readonly coupons: readonly Coupon[];
}
