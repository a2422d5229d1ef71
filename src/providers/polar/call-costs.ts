import type { CallCost, CallCosts, PricedPage, PricedRead, PricedWrite } from '../../billing/call-cost.ts';
import { fewestCustomers } from '../account-wide.ts';
import { askableKeys } from '../askable-keys.ts';
import type { ProviderSettings } from '../settings.ts';
import { largestPage } from './client.ts';
import { customersPerCall } from './owned-rows.ts';
import { productsPerCall } from './products.ts';
import { isSearchable } from './search.ts';
import { canBeMet } from './wire/customer-query.ts';

/** What reads and writes of one Polar account cost. */
export function createCallCosts({ bulk }: ProviderSettings): CallCosts {
  return {
    read: (read, customers) => readCost(read, customers, bulk),
    page: (page) => pageCalls(page, bulk),
    write: (write) => writeCalls[write],
  };
}

/**
 * Rows of a list that an ordinary customer has at most: the live subscription and one that has ended, a wallet for each of
 * two currencies, some meters, and a grant for each benefit of a product. Each divides the largest page.
 */
const mostRows = { subscriptions: 2, wallets: 2, meters: 4, grants: 10 } as const;

type OwnedList = keyof typeof mostRows;

function readCost(read: PricedRead, customers: number, bulk: ProviderSettings['bulk']): CallCost {
  switch (read.kind) {
    case 'customers': {
      const calls = customerCalls(customers, bulk);
      return read.by === 'key' ? { customersByKey: calls } : { customersByExternalId: calls };
    }
    case 'usage':
      // Charges are told from the subscriptions only where something else asks for those.
      return listCost(read.subscriptionId === null ? 'meters' : 'subscriptions', customers);
    case 'pastUsage':
      return {};
    case 'entitlements':
      return listCost('grants', customers);
    case 'upcomingGrants':
      return { ...upcomingGrantsCost(customers), ...(read.unit && meterNamesCost(customers)) };
    case 'coupons':
    case 'subscriptions':
      return listCost('subscriptions', customers);
    case 'balance':
      return {
        ...(read.money && listCost('wallets', customers)),
        ...(read.credits && listCost('meters', customers)),
      };
  }
}

/**
 * `GET /v1/customers/{id}` or `GET /v1/customers/external/{external_id}`, one call each; or as many pages of
 * `GET /v1/customers/` at most, after one that tells how many there are. Who is not in those is asked for after all.
 */
function customerCalls(customers: number, bulk: ProviderSettings['bulk']): number {
  return customers + Number(bulk === 'auto' && customers >= fewestCustomers);
}

function listCost(list: OwnedList, customers: number): CallCost {
  return { [list]: listCalls(list, customers) };
}

/** The pages of a list that takes `customer_id` many times. */
function listCalls(list: OwnedList, customers: number): number {
  const pagesPerCall = Math.ceil((customersPerCall * mostRows[list]) / largestPage);
  const others = customers % customersPerCall;
  return (
    Math.floor(customers / customersPerCall) * pagesPerCall +
    Math.ceil((others * mostRows[list]) / largestPage)
  );
}

/**
 * The subscriptions, `GET /v1/products/` for those that will move to another product, and the grants of those that have
 * seats. A seat is counted once it is known what it brings, which takes longer where the product has to be read first:
 * at worst, the grants of a single customer are read apart from the others'.
 */
function upcomingGrantsCost(customers: number): CallCost {
  const apart = Math.min(1, Math.max(0, customers - 1));
  return {
    ...listCost('subscriptions', customers),
    products: Math.ceil(customers / productsPerCall),
    grants: listCalls('grants', customers - apart) + listCalls('grants', apart),
  };
}

/** `GET /v1/meters/`, one list for all, where subscriptions do not name the meters that they credit. */
function meterNamesCost(customers: number): CallCost {
  return { meterNames: Math.min(1, customers) };
}

/** A page of `GET /v1/customers/`, which takes no external ids, and no backslash in a search. */
function pageCalls({ query, first, continued }: PricedPage, bulk: ProviderSettings['bulk']): number {
  const { externalIds, search } = query.filter;
  if (!canBeMet(query.filter)) return 0;
  if (externalIds !== null) return customerCalls(askableKeys(externalIds).length, bulk);
  if (!continued || (search !== null && !isSearchable(search))) return 1;
  // Together with the row before it, what is half a page or more cannot be had in one page wherever it begins.
  return first < largestPage / 2 ? 1 : 2;
}

/** A customer who is meant by external id, or of whose address a part is to stay, is looked up first. */
const writeCalls: Readonly<Record<PricedWrite, number>> = {
  create: 1,
  // A look, the creation, and a look for who was faster.
  ensure: 3,
  update: 2,
  delete: 2,
  anonymize: 2,
  removeCoupon: 0,
  createPortalSession: 2,
  createCheckoutSession: 2,
};
