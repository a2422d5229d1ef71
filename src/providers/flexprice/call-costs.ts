import type { CallCost, CallCosts, PricedRead, PricedWrite } from '../../billing/call-cost.ts';
import type { ActivityFilter } from '../../billing/subscription.ts';
import type { UpcomingGrantParts } from '../../billing/upcoming-grant.ts';
import { largestPage } from './client.ts';
import { largestChunk as largestAssociationChunk } from './coupons.ts';
import { largestChunk as largestCustomerChunk } from './customers.ts';
import { largestChunk as largestSubscriptionChunk, largestExpandedChunk } from './subscription-rows.ts';
import { largestChunk as largestDefinitionChunk } from './upcoming-grants.ts';
import { toSearchBodies } from './wire/customer-query.ts';

/** What reads and writes of one Flexprice account cost. */
export function createCallCosts(): CallCosts {
  return {
    read: costOf,
    page: ({ query, first, continued }) =>
      toSearchBodies(query).length * chunksOf(first + Number(continued), largestPage),
    write: (write) => writeCosts[write],
  };
}

function costOf(read: PricedRead, customers: number): CallCost {
  switch (read.kind) {
    case 'customers':
      return { [`customers by ${read.by}`]: chunksOf(customers, largestCustomerChunk) };
    case 'usage':
      return read.subscriptionId === null
        ? { ...liveSubscriptions(customers), usage: customers }
        : { [`usage of ${read.subscriptionId}`]: customers };
    case 'pastUsage':
      return {};
    case 'entitlements':
      // The expanded search takes the place of the plain one. Of a customer whom it tells none, they are asked for again.
      return { liveSubscriptions: chunksOf(customers, largestExpandedChunk) };
    case 'upcomingGrants':
      return upcomingGrantsOf(customers, read);
    case 'coupons':
      return {
        ...subscriptionsOf(customers, read),
        couponAssociations: chunksOf(customers, largestAssociationChunk),
      };
    case 'balance':
      // Stored figures come along with live ones, so that it is one call whichever of them are asked for.
      return read.live || read.money || read.credits ? { wallets: customers } : {};
    case 'subscriptions':
      return subscriptionsOf(customers, read);
  }
}

function subscriptionsOf(customers: number, { includeInactive }: ActivityFilter): CallCost {
  return includeInactive
    ? { allSubscriptions: chunksOf(customers, largestSubscriptionChunk) }
    : liveSubscriptions(customers);
}

/**
 * Live subscriptions come along with the expanded search, which goes by their name for that reason. They come along with
 * the list of all as well, which cannot go by it too: where that one is asked for, this is a call too many.
 */
function liveSubscriptions(customers: number): CallCost {
  return { liveSubscriptions: chunksOf(customers, largestSubscriptionChunk) };
}

/** Two sets of parts share `GET /customers/{id}/grants/upcoming` on its way; a customer has grants of one definition. */
function upcomingGrantsOf(customers: number, { definition, amount }: UpcomingGrantParts): CallCost {
  return {
    upcomingGrants: customers,
    ...((definition || amount) && { grantDefinitions: chunksOf(customers, largestDefinitionChunk) }),
    ...(amount && liveSubscriptions(customers)),
  };
}

/** What is not there at Flexprice costs nothing. */
const writeCosts: Readonly<Record<PricedWrite, number>> = {
  create: 1,
  // The look, the creation that finds the external id taken meanwhile, and the look for the one who has it.
  ensure: 3,
  // The look, metadata for a customer who has null in its place and gets another external id, and the change.
  update: 3,
  delete: 2,
  anonymize: 0,
  removeCoupon: 0,
  // A key is looked up for the external id, which is what the portal's route takes.
  createPortalSession: 2,
  createCheckoutSession: 0,
};

/** The calls that so many items take; none for none. */
function chunksOf(items: number, largestChunk: number): number {
  return Math.ceil(items / largestChunk);
}
