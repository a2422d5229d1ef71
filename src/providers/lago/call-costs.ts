import type { CallCost, CallCosts, PricedPage, PricedRead, PricedWrite } from '../../billing/call-cost.ts';
import type { ActivityFilter } from '../../billing/subscription.ts';
import type { PastUsageFilter, UsageFilter } from '../../billing/usage.ts';
import { fewestCustomers } from '../account-wide.ts';
import { askableKeys } from '../askable-keys.ts';
import type { ProviderSettings } from '../settings.ts';
import { isNewestFirst } from './customer-lists.ts';
import { matchesNobody } from './wire/customer-query.ts';

/** Customers who are asked about at once. */
interface Asked {
  readonly customers: number;
  /** Calls in vain: for the first page of an organization's list that has more pages than they are. */
  readonly probes: 0 | 1;
}

/** What reads and writes of one Lago account cost. */
export function createCallCosts({ bulk }: ProviderSettings): CallCosts {
  return {
    read: (read, customers) =>
      readCost(read, { customers, probes: bulk === 'auto' && customers >= fewestCustomers ? 1 : 0 }),
    page: (page) => pageCalls(page, bulk),
    write: (write) => writeCalls[write],
  };
}

function readCost(read: PricedRead, asked: Asked): CallCost {
  const { customers, probes } = asked;
  switch (read.kind) {
    case 'customers':
      // `GET /customers/{id}` for each, or as many pages of `GET /customers` at most. Who is on none is asked for after all.
      return { customers: customers + probes };
    case 'usage':
      return usageCost(read, asked);
    case 'pastUsage':
      return pastUsageCost(read, asked);
    case 'entitlements':
      // `GET /subscriptions/{id}/entitlements`
      return { ...activeSubscriptionsCost(asked), entitlements: customers };
    case 'upcomingGrants':
      // Whoever has a wallet is there: time zones are found on pages or one by one, never both.
      return { wallets: customers + probes, customers: customers + probes };
    case 'coupons':
      return { [read.includeInactive ? 'allCoupons' : 'activeCoupons']: customers + probes };
    case 'balance':
      return { wallets: customers + probes };
    case 'subscriptions':
      return subscriptionsCost(read, asked);
  }
}

/**
 * Where both lists of a customer's subscriptions are wanted, that of all of them is read for both. Each organization's
 * list has a page of its own that may be read in vain.
 */
function subscriptionsCost({ includeInactive }: ActivityFilter, { customers, probes }: Asked): CallCost {
  return {
    subscriptions: customers,
    [includeInactive ? 'pageOfAllSubscriptions' : 'pageOfActiveSubscriptions']: probes,
  };
}

function activeSubscriptionsCost(asked: Asked): CallCost {
  return subscriptionsCost({ includeInactive: false }, asked);
}

/** `GET /customers/{id}/current_usage` for each subscription. */
function usageCost({ subscriptionId }: UsageFilter, asked: Asked): CallCost {
  const { customers, probes } = asked;
  return subscriptionId === null
    ? { ...activeSubscriptionsCost(asked), usage: customers }
    : // Where there is no usage to be had, it is asked whether there is such a customer.
      { [`usage of ${subscriptionId}`]: customers, customers: customers + probes };
}

/** `GET /customers/{id}/past_usage` for each subscription, and again for each number of periods. */
function pastUsageCost({ subscriptionId, periods }: PastUsageFilter, asked: Asked): CallCost {
  return {
    ...(subscriptionId === null && activeSubscriptionsCost(asked)),
    [`pastUsage ${JSON.stringify([subscriptionId, periods])}`]: asked.customers,
  };
}

/** A page of `GET /customers`: also after a cursor there is a size of pages that do not cut what follows. */
function pageCalls({ query }: PricedPage, bulk: ProviderSettings['bulk']): number {
  const { externalIds } = query.filter;
  if (!isNewestFirst(query) || matchesNobody(query.filter)) return 0;
  if (externalIds === null) return 1;
  // Two short lists of ids are read together, which makes one that may be looked for on pages first.
  return askableKeys(externalIds).length + Number(bulk === 'auto');
}

/**
 * A change begins with a look at the customer. So does everything about an external id with a dot, as e-mail addresses
 * have one: it is looked up in the list and by its path before a path with it is relied on.
 */
const writeCalls: Readonly<Record<PricedWrite, number>> = {
  create: 2,
  // A look, the creation, and a look for who was faster.
  ensure: 4,
  update: 2,
  delete: 3,
  anonymize: 0,
  removeCoupon: 3,
  createPortalSession: 3,
  createCheckoutSession: 3,
};
