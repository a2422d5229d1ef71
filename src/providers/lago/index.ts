import type { BillingProvider } from '../../billing/provider.ts';
import type { Wire } from '../../http/json-client.ts';
import type { ProviderSettings } from '../settings.ts';
import { createBalanceReads } from './balance.ts';
import { createLagoAccount } from './client.ts';
import { createCouponReads } from './coupons.ts';
import { createCustomerReads, createCustomerRows } from './customers.ts';
import { createEntitlementReads } from './entitlements.ts';
import { createPastUsageReads } from './past-usage.ts';
import { createSubscriptionReads, createSubscriptionRows } from './subscriptions.ts';
import { createUpcomingGrantReads } from './upcoming-grants.ts';
import { createUsageReads } from './usage.ts';
import { createWalletRows } from './wallets.ts';

/** One Lago organization as a billing provider. */
export function createLagoProvider(settings: ProviderSettings, wire: Wire): BillingProvider {
  const account = createLagoAccount(settings, wire);
  const { provider } = account;
  const customers = createCustomerRows(account);
  const subscriptions = createSubscriptionRows(account, customers);
  const wallets = createWalletRows(account, customers);
  return {
    name: provider,
    kind: 'LAGO',
    customers: createCustomerReads(provider, customers),
    usage: createUsageReads(account, { customers, subscriptions }),
    pastUsage: createPastUsageReads(account, subscriptions),
    entitlements: createEntitlementReads(account, subscriptions),
    upcomingGrants: createUpcomingGrantReads({ provider, customers, wallets }),
    coupons: createCouponReads(account, customers),
    balance: createBalanceReads(wallets),
    subscriptions: createSubscriptionReads(subscriptions),
  };
}
