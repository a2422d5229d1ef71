import type { BillingProvider } from './provider.ts';

/** What an account can do through billgraph. */
const capabilities = [
  'USAGE',
  'PAST_USAGE',
  'ENTITLEMENTS',
  'UPCOMING_GRANTS',
  'COUPONS',
  'BALANCE',
  'LIVE_BALANCE',
  'SUBSCRIPTIONS',
  'CUSTOMER_SEARCH',
  'CUSTOMER_SORT',
  'CUSTOMER_CREATE',
  'CUSTOMER_UPDATE',
  'CUSTOMER_DELETE',
  'CUSTOMER_EXPORT',
  'COUPON_REMOVE',
  'PORTAL_SESSION',
  'CHECKOUT_SESSION',
] as const;

/** One of the things that an account can do. */
export type Capability = (typeof capabilities)[number];

/** What the account can do: every role that its adapter fills. */
export function capabilitiesOf(provider: BillingProvider): readonly Capability[] {
  const has: Readonly<Record<Capability, boolean>> = {
    USAGE: true,
    PAST_USAGE: provider.pastUsage !== undefined,
    ENTITLEMENTS: true,
    UPCOMING_GRANTS: true,
    COUPONS: true,
    BALANCE: true,
    LIVE_BALANCE: provider.balance.live,
    SUBSCRIPTIONS: true,
    CUSTOMER_SEARCH: true,
    CUSTOMER_SORT: provider.customerLists.sorts,
    CUSTOMER_CREATE: true,
    CUSTOMER_UPDATE: true,
    CUSTOMER_DELETE: true,
    CUSTOMER_EXPORT: true,
    COUPON_REMOVE: provider.couponRemoval !== undefined,
    PORTAL_SESSION: true,
    CHECKOUT_SESSION: provider.checkoutSessions !== undefined,
  };
  return capabilities.filter((capability) => has[capability]);
}
