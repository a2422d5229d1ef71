import type { BillingProvider } from '../../billing/provider.ts';
import type { Wire } from '../../http/json-client.ts';
import type { ProviderSettings } from '../settings.ts';
import { createBalanceReads } from './balance.ts';
import { createLagoClient } from './client.ts';
import { createCouponReads } from './coupons.ts';
import { createCustomerReads, createCustomerRows } from './customers.ts';
import { createEntitlementReads } from './entitlements.ts';
import { createPastUsageReads } from './past-usage.ts';
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
  const subscriptions = createSubscriptionRows(client, customers);
  const wallets = createWalletRows(client, customers);
  return {
    name: provider,
    kind: 'LAGO',
    customers: createCustomerReads(provider, customers),
    usage: createUsageReads(client, { customers, subscriptions }),
    pastUsage: createPastUsageReads(client, subscriptions),
    entitlements: createEntitlementReads(client, subscriptions),
    upcomingGrants: createUpcomingGrantReads({ provider, customers, wallets }),
    coupons: createCouponReads(client, customers),
    balance: createBalanceReads(wallets),
    subscriptions: createSubscriptionReads(subscriptions),
  };
}
