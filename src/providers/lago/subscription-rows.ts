import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { createPageSchema, type LagoClient, path } from './client.ts';
import type { CustomerRow } from './customers.ts';
import { createOwnedRows, type OwnedList } from './owned-rows.ts';
import { isActive, subscriptionSchema, type WireSubscription } from './wire/subscription.ts';

/** The two lists of subscriptions: Lago filters by status, and most fields only want the active ones. */
export interface SubscriptionRows {
  readonly active: RowLoader<readonly WireSubscription[]>;
  readonly all: RowLoader<readonly WireSubscription[]>;
}

const everyStatus = ['pending', 'active', 'terminated', 'canceled', 'incomplete'];

const pageSchema = createPageSchema('subscriptions');

/** Loaders of subscriptions by customer. */
export function createSubscriptionRows(
  client: LagoClient,
  customers: RowLoader<CustomerRow>,
): SubscriptionRows {
  const active = createOwnedRows(client, customers, listOf(['active']));
  const all = createOwnedRows(client, customers, listOf(everyStatus));
  return {
    all,
    // A request that reads all of them anyway has the active ones among them.
    active: createRowLoader((keys, call) =>
      readEach(keys, async (key) => (await all.peek(key, call)) ?? active.loadOne(key, call)),
    ),
  };
}

/** The customer's active subscriptions, one for each external id; null where there is no such customer. */
export async function loadActiveSubscriptions(
  rows: SubscriptionRows,
  customer: string,
  call: Call,
): Promise<readonly WireSubscription[] | null> {
  const subscriptions = await rows.active.loadOne(customer, call);
  return (
    subscriptions && [
      ...new Map(subscriptions.filter(isActive).map((row) => [row.external_id, row])).values(),
    ]
  );
}

/**
 * Before each of a customer's subscriptions is asked about: one call was foreseen for the customer, and is not needed where
 * there is no subscription. Throws where the operation may not make the others.
 */
export function extendForSubscriptions(
  provider: string,
  subscriptions: readonly unknown[],
  { budget }: Call,
): void {
  if (subscriptions.length > 1) budget?.extend(provider, subscriptions.length - 1);
}

/** `status[]` has to be a list: Lago ignores `status=`, and drops the whole filter over one word it does not know. */
function listOf(statuses: readonly string[]): OwnedList<WireSubscription> {
  return {
    ofAccount: path`/subscriptions`,
    ofCustomer: (customer) => path`/customers/${customer}/subscriptions`,
    query: { 'status[]': statuses },
    pageSchema,
    rowSchema: subscriptionSchema,
  };
}
