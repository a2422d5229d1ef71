import type { BalanceReads } from './balance.ts';
import type { CallCosts } from './call-cost.ts';
import type { CheckoutSessions } from './checkout-session.ts';
import type { CouponReads, CouponRemoval } from './coupon.ts';
import type { CustomerReads } from './customer.ts';
import type { CustomerExport } from './customer-export.ts';
import type { CustomerLists } from './customer-list.ts';
import type { CustomerWrites } from './customer-write.ts';
import type { EntitlementReads } from './entitlement.ts';
import type { PortalSessions } from './portal-session.ts';
import type { ProviderKind } from './provider-kind.ts';
import type { ProviderStatus } from './provider-status.ts';
import type { SubscriptionReads } from './subscription.ts';
import type { UpcomingGrantReads } from './upcoming-grant.ts';
import type { PastUsageReads, UsageReads } from './usage.ts';

/**
 * One configured account at one billing provider: the seam of the program. A read resolves to what was found by key,
 * keeps an error with its key where only that key failed, and rejects with a ProviderError where the whole read did.
 * What a provider cannot do is an absent property.
 */
export interface BillingProvider {
  /** Unique in the configuration and part of every customer's global id. */
  readonly name: string;
  readonly kind: ProviderKind;
  readonly costs: CallCosts;
  /** How the account is doing; nobody is asked for it. */
  status(): ProviderStatus;
  /** Another process has written to the account: what is read from now on may not be what was being read before. */
  forgetReads(): void;
  readonly customers: CustomerReads;
  readonly customerLists: CustomerLists;
  readonly customerWrites: CustomerWrites;
  /** Absent: an export goes through the list. */
  readonly customerExport?: CustomerExport;
  readonly usage: UsageReads;
  readonly pastUsage?: PastUsageReads;
  readonly entitlements: EntitlementReads;
  readonly upcomingGrants: UpcomingGrantReads;
  readonly coupons: CouponReads;
  readonly balance: BalanceReads;
  readonly subscriptions: SubscriptionReads;
  readonly couponRemoval?: CouponRemoval;
  readonly portalSessions: PortalSessions;
  readonly checkoutSessions?: CheckoutSessions;
}
