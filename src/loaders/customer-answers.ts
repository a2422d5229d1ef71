import type { AppliedCoupon } from '../billing/coupon.ts';
import type { Balance } from '../billing/balance.ts';
import type { Customer } from '../billing/customer.ts';
import type { Entitlement } from '../billing/entitlement.ts';
import type { Subscription } from '../billing/subscription.ts';
import type { UpcomingGrant } from '../billing/upcoming-grant.ts';
import type { Usage, UsagePeriod } from '../billing/usage.ts';

/** What the reads of a customer end in, by what is read. */
export interface CustomerAnswers {
  readonly customer: Customer;
  readonly entitlements: readonly Entitlement[];
  readonly usage: Usage;
  readonly pastUsage: readonly UsagePeriod[];
  readonly upcomingGrants: readonly UpcomingGrant[];
  readonly coupons: readonly AppliedCoupon[];
  readonly balance: Balance;
  readonly subscriptions: readonly Subscription[];
}

/** What can be read of a customer. */
export type Question = keyof CustomerAnswers;
