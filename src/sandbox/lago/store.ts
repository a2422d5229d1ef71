import { uuidOf } from '../ids.ts';
import type { AppliedCoupon } from './applied-coupon.ts';
import type { Catalog } from './catalog.ts';
import type { Customer } from './customer.ts';
import type { Plan } from './plan.ts';
import type { Subscription } from './subscription.ts';
import { createTable, type Table } from './table.ts';
import { secondsAfter } from './time.ts';
import type { UsagePeriod } from './usage-period.ts';
import type { Wallet } from './wallet.ts';
import type { WalletTransaction } from './wallet-transaction.ts';

/** Everything that one sandbox knows. */
export interface LagoStore {
  /** The time now, to the second. */
  now(): Date;
  /** A new id: the same one from start to start for the same requests in the same order. */
  newId(noun: string): string;
  readonly catalog: Catalog;
  readonly customers: Table<Customer>;
  readonly subscriptions: Table<Subscription>;
  readonly usagePeriods: Table<UsagePeriod>;
  readonly appliedCoupons: Table<AppliedCoupon>;
  readonly wallets: Table<Wallet>;
  readonly walletTransactions: Table<WalletTransaction>;
}

/** A store without customers. */
export function createStore(now: () => Date, catalog: Catalog): LagoStore {
  let created = 0;
  return {
    now: () => secondsAfter(now(), 0),
    newId: (noun) => {
      created += 1;
      return uuidOf(`lago:${noun}:created:${created}`);
    },
    catalog,
    customers: createTable(),
    subscriptions: createTable(),
    usagePeriods: createTable(),
    appliedCoupons: createTable(),
    wallets: createTable(),
    walletTransactions: createTable(),
  };
}

/** The customers that are not deleted, the newest first. */
export function liveCustomers({ customers }: LagoStore): readonly Customer[] {
  return customers.all().filter(({ deleted_at }) => deleted_at === null);
}

/** The customer that has the external id now: case and spaces count. */
export function findCustomer(store: LagoStore, externalId: string): Customer | null {
  return liveCustomers(store).find(({ external_id }) => external_id === externalId) ?? null;
}

/** The customer that a row belongs to, deleted or not. */
export function ownerOf(store: LagoStore, row: { readonly lago_customer_id: string }): Customer {
  const customer = store.customers.find(row.lago_customer_id);
  if (customer === null) throw new Error(`a row without its customer: ${row.lago_customer_id}`);
  return customer;
}

/** The plan of a subscription. */
export function planOf({ catalog }: LagoStore, subscription: { readonly plan_code: string }): Plan {
  const plan = catalog.plans.find(({ code }) => code === subscription.plan_code);
  if (plan === undefined) throw new Error(`no such plan: ${subscription.plan_code}`);
  return plan;
}
