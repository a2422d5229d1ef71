import type { BillingProvider } from '../../billing/provider.ts';
import type { Wire } from '../../http/json-client.ts';
import type { ProviderSettings } from '../settings.ts';
import { createCallCosts } from './call-costs.ts';
import { createBalanceReads } from './balance.ts';
import { createFlexpriceClient } from './client.ts';
import { createCouponReads } from './coupons.ts';
import { createCustomerLists } from './customer-lists.ts';
import { createCustomerWrites } from './customer-writes.ts';
import { createCustomerReads } from './customers.ts';
import { createEntitlementReads } from './entitlements.ts';
import { createPortalSessions } from './portal-sessions.ts';
import { createSubscriptionRows } from './subscription-rows.ts';
import { createSubscriptionReads } from './subscriptions.ts';
import { createUpcomingGrantReads } from './upcoming-grants.ts';
import { createUsageReads } from './usage.ts';

/** One Flexprice account as a billing provider. */
export function createFlexpriceProvider(settings: ProviderSettings, wire: Wire): BillingProvider {
  const client = createFlexpriceClient(settings, wire);
  const customers = createCustomerReads(client);
  const subscriptions = createSubscriptionRows(client);
  return {
    name: settings.name,
    kind: 'FLEXPRICE',
    costs: createCallCosts(),
    status: client.status,
    forgetReads: client.forgetReads,
    customers,
    customerLists: createCustomerLists(client),
    customerWrites: createCustomerWrites(client, customers),
    usage: createUsageReads(client, subscriptions),
    entitlements: createEntitlementReads(client, subscriptions),
    upcomingGrants: createUpcomingGrantReads(client, subscriptions),
    coupons: createCouponReads(client, subscriptions),
    balance: createBalanceReads(client),
    subscriptions: createSubscriptionReads(subscriptions),
    portalSessions: createPortalSessions(client, customers),
  };
}
