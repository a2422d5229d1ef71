import type { BillingProvider } from '../../billing/provider.ts';
import type { Wire } from '../../http/json-client.ts';
import type { ProviderSettings } from '../settings.ts';
import { createCallCosts } from './call-costs.ts';
import { createBalanceReads } from './balance.ts';
import { createPolarClient } from './client.ts';
import { createCheckoutSessions } from './checkout-sessions.ts';
import { createCouponReads } from './coupons.ts';
import { createCustomerExport } from './customer-export.ts';
import { createCustomerLists } from './customer-lists.ts';
import { createCustomerWrites } from './customer-writes.ts';
import { createCustomerReads } from './customers.ts';
import { createEntitlementReads } from './entitlements.ts';
import { createFundsRows } from './funds.ts';
import { createGrantRows } from './grant-rows.ts';
import { createMeterNamesRead } from './meter-names.ts';
import { createMeterRows } from './meter-rows.ts';
import { createPortalSessions } from './portal-sessions.ts';
import { createProductBenefits } from './products.ts';
import { createSubscriptionRows } from './subscription-rows.ts';
import { createSubscriptionReads } from './subscriptions.ts';
import { createUpcomingGrantReads } from './upcoming-grants.ts';
import { createUsageReads } from './usage.ts';

/** One Polar organization, asked with an organization access token. */
export function createPolarProvider(settings: ProviderSettings, wire: Wire): BillingProvider {
  const { name } = settings;
  const client = createPolarClient(settings, wire);
  const customers = createCustomerReads(client, settings.bulk);
  const meterRows = createMeterRows(client);
  const grantRows = createGrantRows(client);
  const subscriptionRows = createSubscriptionRows(client);
  return {
    name,
    kind: 'POLAR',
    costs: createCallCosts(settings),
    status: client.status,
    forgetReads: client.forgetReads,
    customers,
    customerLists: createCustomerLists(client, customers),
    customerWrites: createCustomerWrites(client, customers),
    customerExport: createCustomerExport(client),
    usage: createUsageReads(name, meterRows, subscriptionRows),
    entitlements: createEntitlementReads(name, grantRows),
    upcomingGrants: createUpcomingGrantReads(name, {
      subscriptionRows,
      grantRows,
      productBenefits: createProductBenefits(client),
      readMeterNames: createMeterNamesRead(client, meterRows),
    }),
    coupons: createCouponReads(name, subscriptionRows),
    balance: createBalanceReads(name, createFundsRows(client), meterRows),
    subscriptions: createSubscriptionReads(name, subscriptionRows),
    portalSessions: createPortalSessions(client, customers),
    checkoutSessions: createCheckoutSessions(client, customers),
  };
}
