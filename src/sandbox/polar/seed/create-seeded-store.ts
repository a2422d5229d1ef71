import { createStore, type PolarStore, put } from '../store.ts';
import { createBenefitGrants } from './benefit-grants.ts';
import { createBenefits } from './benefits.ts';
import { createCalendar } from './calendar.ts';
import { createCustomerMeters } from './customer-meters.ts';
import { createCustomers } from './customers.ts';
import { createDiscounts } from './discounts.ts';
import { createMeters } from './meters.ts';
import { createProducts } from './products.ts';
import { createMembers, createSpecialCustomers } from './special-customers.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createPaymentMethods, createWallets } from './wallets.ts';

/** A store of a company in full swing. Later records are made from what the earlier ones say. */
export function createSeededStore(now: () => Date): PolarStore {
  const store = createStore(now);
  const calendar = createCalendar(now());
  put(store.meters, ...createMeters(calendar));
  put(store.benefits, ...createBenefits(calendar));
  put(store.products, ...createProducts(calendar));
  put(store.discounts, ...createDiscounts(calendar));
  put(store.customers, ...createCustomers(calendar), ...createSpecialCustomers(calendar));
  put(store.members, ...createMembers(calendar));
  put(store.paymentMethods, ...createPaymentMethods(calendar));
  put(store.subscriptions, ...createSubscriptions(calendar, store.products));
  put(store.benefitGrants, ...createBenefitGrants(calendar, store));
  put(store.customerMeters, ...createCustomerMeters(calendar, store));
  put(store.wallets, ...createWallets(calendar));
  return store;
}
