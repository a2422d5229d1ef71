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
  const has: Partial<Record<Capability, boolean>> = {
    USAGE: true,
    PAST_USAGE: provider.pastUsage !== undefined,
    ENTITLEMENTS: true,
    UPCOMING_GRANTS: true,
    COUPONS: true,
    BALANCE: true,
    LIVE_BALANCE: provider.balance.live,
    SUBSCRIPTIONS: true,
  };
  return capabilities.filter((capability) => has[capability] === true);
}
