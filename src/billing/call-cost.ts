import type { BalanceParts } from './balance.ts';
import type { CustomerQuery } from './customer-list.ts';
import type { ActivityFilter } from './subscription.ts';
import type { UpcomingGrantParts } from './upcoming-grant.ts';
import type { PastUsageFilter, UsageFilter } from './usage.ts';

/** A read of something about customers, with all that decides how many calls it takes. */
export type PricedRead =
  | { readonly kind: 'customers'; readonly by: 'key' | 'externalId' }
  | ({ readonly kind: 'usage' } & UsageFilter)
  | ({ readonly kind: 'pastUsage' } & PastUsageFilter)
  | { readonly kind: 'entitlements' }
  | ({ readonly kind: 'upcomingGrants' } & UpcomingGrantParts)
  | ({ readonly kind: 'coupons' } & ActivityFilter)
  | ({ readonly kind: 'balance' } & BalanceParts)
  | ({ readonly kind: 'subscriptions' } & ActivityFilter);

/** A page of a list of customers. */
export interface PricedPage {
  readonly query: CustomerQuery;
  /** Customers, at most. */
  readonly first: number;
  /** Whether the page begins after a cursor. */
  readonly continued: boolean;
}

/** The writes, as the seam names them. */
export type PricedWrite =
  | 'create'
  | 'ensure'
  | 'update'
  | 'delete'
  | 'anonymize'
  | 'removeCoupon'
  | 'createPortalSession'
  | 'createCheckoutSession';

/**
 * Calls by what they read ("subscriptions", "wallets"). What two reads of the same customers, made at the same time, both
 * name is read once for both.
 */
export type CallCost = Readonly<Record<string, number>>;

/**
 * What this account's answers cost, in calls, worked out before anything is asked. It is never less than what is then
 * asked of ordinary customers: with one live subscription each, and lists that fit a page. A customer who has more takes
 * more calls.
 */
export interface CallCosts {
  /** One read of so many customers at once, of whom nothing is known yet but who they are. */
  read(read: PricedRead, customers: number): CallCost;
  /** One page of a list of customers. */
  page(page: PricedPage): number;
  /** One write. */
  write(write: PricedWrite): number;
}
