import type { BillingProvider } from '../../billing/provider.ts';
import type { Wire } from '../../http/json-client.ts';
import type { ProviderSettings } from '../settings.ts';
import { createCallCosts } from './call-costs.ts';
import { createBalanceReads } from './balance.ts';
import { createLagoClient } from './client.ts';
import { createCheckoutSessions } from './checkout-sessions.ts';
import { createCouponRemoval } from './coupon-removal.ts';
import { createCouponReads } from './coupons.ts';
import { createCustomerLists } from './customer-lists.ts';
import { createCustomerWrites } from './customer-writes.ts';
import { createCustomerReads, createCustomerRows } from './customers.ts';
import { createEntitlementReads } from './entitlements.ts';
import { createPastUsageReads } from './past-usage.ts';
import { createPortalSessions } from './portal-sessions.ts';
import { createSubscriptionRows } from './subscription-rows.ts';
import { createSubscriptionReads } from './subscriptions.ts';
import { createUpcomingGrantReads } from './upcoming-grants.ts';
import { createUsageReads } from './usage.ts';
import { createWalletRows } from './wallet-rows.ts';

/** One Lago organization as a billing provider. */
export function createLagoProvider(settings: ProviderSettings, wire: Wire): BillingProvider {
  const client = createLagoClient(settings, wire);
  const { provider } = client;
  const customers = createCustomerRows(client);
  const reads = createCustomerReads(provider, customers);
  const sources = { rows: customers, reads };
  const subscriptions = createSubscriptionRows(client, customers);
  const wallets = createWalletRows(client, customers);
  return {
    name: provider,
    kind: 'LAGO',
    costs: createCallCosts(settings),
    status: client.status,
    forgetReads: client.forgetReads,
    customers: reads,
    customerLists: createCustomerLists(client, sources),
    customerWrites: createCustomerWrites(client, sources),
    usage: createUsageReads(client, { customers, subscriptions }),
    pastUsage: createPastUsageReads(client, subscriptions),
    entitlements: createEntitlementReads(client, subscriptions),
    upcomingGrants: createUpcomingGrantReads({ provider, customers, wallets }),
    coupons: createCouponReads(client, customers),
    balance: createBalanceReads(wallets),
    subscriptions: createSubscriptionReads(subscriptions),
    couponRemoval: createCouponRemoval(client),
    portalSessions: createPortalSessions(client),
    checkoutSessions: createCheckoutSessions(client),
  };
}
