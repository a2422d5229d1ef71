import type { Routes } from '../../router.ts';
import { getRoute, listRoute, type Sorting } from '../paging.ts';
import {
  cancellationReasons,
  type SubscriptionRecord,
  type SubscriptionStatus,
  subscriptionStatuses,
} from '../records/subscription.ts';
import { lets, type Query } from '../requests/query.ts';
import { lookUp, type PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import { ofCustomers } from './customer.ts';
import { toSubscription } from './subscription.ts';

/** The routes under /v1/subscriptions. */
export function subscriptionRoutes(store: PolarStore): Routes {
  const toWire = (subscription: SubscriptionRecord) => toSubscription(store, subscription);
  return {
    'GET /v1/subscriptions/': listRoute<SubscriptionRecord>({
      rows: (query) => {
        const filters = [ofCustomers(store, query), wordFilter(query), timeFilter(query)];
        return [...store.subscriptions.values()].filter((subscription) =>
          filters.every((passes) => passes(subscription)),
        );
      },
      sorting: sorting(store),
      toWire,
    }),
    'GET /v1/subscriptions/:id': getRoute(store.subscriptions, toWire),
  };
}

const activeStatuses: readonly SubscriptionStatus[] = ['trialing', 'active'];
const inactiveStatuses: readonly SubscriptionStatus[] = ['canceled', 'unpaid'];

function wordFilter(query: Query): (subscription: SubscriptionRecord) => boolean {
  const products = query.uuids('product_id');
  const discounts = query.uuids('discount_id');
  const statuses = query.words('status', subscriptionStatuses);
  const reasons = query.words('customer_cancellation_reason', cancellationReasons);
  const active = query.boolean('active');
  const cancels = query.boolean('cancel_at_period_end');
  const metadata = query.metadata();
  const wanted = active === true ? activeStatuses : inactiveStatuses;
  return (subscription) =>
    lets(products, subscription.product_id) &&
    lets(discounts, subscription.discount_id) &&
    lets(statuses, subscription.status) &&
    lets(reasons, subscription.customer_cancellation_reason) &&
    (active === null || wanted.includes(subscription.status)) &&
    (cancels === null || subscription.cancel_at_period_end === cancels) &&
    metadata(subscription.metadata);
}

/** Lists hide subscriptions that never started. */
function timeFilter(query: Query): (subscription: SubscriptionRecord) => boolean {
  const started = range(query, 'started_after', 'started_before');
  const canceled = range(query, 'canceled_at_after', 'canceled_at_before');
  return (subscription) =>
    subscription.started_at !== null &&
    started(subscription.started_at) &&
    canceled(subscription.canceled_at);
}

function range(query: Query, afterName: string, beforeName: string): (time: string | null) => boolean {
  const after = query.instant(afterName);
  const before = query.instant(beforeName);
  return (time) => {
    const instant = instantOf(time);
    return (
      (after === null || (instant !== null && instant > after)) &&
      (before === null || (instant !== null && instant < before))
    );
  };
}

function sorting(store: PolarStore): Sorting<SubscriptionRecord> {
  return {
    initial: '-started_at',
    keys: {
      customer: ({ customer_id }) => lookUp(store.customers, customer_id).name,
      status: (subscription) => subscription.status,
      started_at: (subscription) => instantOf(subscription.started_at),
      current_period_end: (subscription) => instantOf(subscription.current_period_end),
      ended_at: (subscription) => instantOf(subscription.ended_at),
      ends_at: (subscription) => instantOf(subscription.ends_at),
      amount: (subscription) => subscription.amount,
      product: ({ product_id }) => lookUp(store.products, product_id).name,
      discount: ({ discount_id }) =>
        discount_id === null ? null : lookUp(store.discounts, discount_id).name,
    },
  };
}
