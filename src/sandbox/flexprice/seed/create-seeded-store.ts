import { createStore, type Store } from '../store.ts';
import { createSeedCalendar } from './base.ts';
import { seedCouponAssociations, seedCoupons } from './coupons.ts';
import { seedCreditGrantApplications, seedCreditGrants } from './credit-grants.ts';
import { seedCustomers, seedIntegrations } from './customers.ts';
import { seedFeatures, seedMeters } from './features.ts';
import { seedInvoices } from './invoices.ts';
import { seedAddons, seedEntitlements, seedPlans } from './plans.ts';
import { seedLineItems, seedSubscriptions } from './subscriptions.ts';
import { seedAccruedCharges, seedUsage } from './usage.ts';
import { seedCreditBreakdowns, seedWallets } from './wallets.ts';

/** The company that the sandbox shows, with all its dates around this moment. */
export function createSeededStore(now: () => Date): Store {
  const calendar = createSeedCalendar(now());
  return createStore(now, seedCustomers(calendar), {
    integrations: seedIntegrations(calendar),
    features: seedFeatures(calendar),
    meters: seedMeters(calendar),
    plans: seedPlans(calendar),
    addons: seedAddons(),
    entitlements: seedEntitlements(),
    subscriptions: seedSubscriptions(calendar),
    lineItems: seedLineItems(calendar),
    usage: seedUsage(calendar),
    accruedCharges: seedAccruedCharges(calendar),
    creditGrants: seedCreditGrants(calendar),
    creditGrantApplications: seedCreditGrantApplications(calendar),
    wallets: seedWallets(calendar),
    creditBreakdowns: seedCreditBreakdowns(),
    coupons: seedCoupons(calendar),
    couponAssociations: seedCouponAssociations(calendar),
    invoices: seedInvoices(calendar),
  });
}
