import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { readExpansions } from '../listing/list-request.ts';
import { notFound } from '../refusal.ts';
import { readBodyFields } from '../request/body-fields.ts';
import { readQueryFields } from '../request/query-fields.ts';
import type { SubscriptionRow } from '../rows/subscription.ts';
import { findByExternalId, type Store } from '../store.ts';
import { aggregateEntitlements, liveSubscriptions } from './entitlement-aggregate.ts';
import { searchSubscriptions } from './subscription-search.ts';

const expansions = [
  'plan',
  'customer',
  'prices',
  'meters',
  'schedule',
  'coupon_associations',
  'coupon',
  'subscription_line_items',
  'entitlements',
] as const;
const customerExpansions = [
  'subscription_line_items',
  'subscription_line_items.meters',
  'entitlements',
] as const;

/** The reads of subscriptions. */
export function subscriptionRoutes(store: Store): Routes {
  return {
    'POST /subscriptions/search': ({ body }) => {
      const fields = readBodyFields(body);
      const expand = readExpansions(fields, expansions);
      const lineItems = fields.flag('with_line_items') ?? false;
      const page = searchSubscriptions(store, fields);
      const items = page.items.map((row) => ({
        ...row,
        ...(lineItems || expand.has('subscription_line_items') ? lineItemsOf(store, row) : {}),
        plan: planOf(store, row),
        customer: expand.has('customer') ? (store.customers.get(row.customer_id) ?? null) : null,
        ...(expand.has('entitlements') ? entitlementsOf(store, row) : {}),
      }));
      return answerJson(200, { ...page, items });
    },
    'GET /customers/external/:externalId/subscriptions': ({ query }, { externalId = '' }) => {
      const expand = readExpansions(readQueryFields(query), customerExpansions);
      const rows = subscriptionsOfExternalId(store, externalId).map((row) => ({
        ...row,
        ...(expand.has('subscription_line_items') ? lineItemsOf(store, row) : {}),
        plan: null,
        customer: null,
        ...(expand.has('entitlements') ? entitlementsOf(store, row) : {}),
      }));
      // Without rows the list is null, and it never counts what it holds.
      const items = rows.length > 0 ? rows : null;
      return answerJson(200, { items, pagination: { total: 0, limit: 0, offset: 0 } });
    },
    'GET /subscriptions/:id': (_, { id = '' }) => {
      const row = store.subscriptions.find((subscription) => subscription.id === id);
      if (row === undefined) throw notFound(`There is no subscription ${id}`, { subscription_id: id });
      const customer = store.customers.get(row.customer_id) ?? null;
      return answerJson(200, { ...row, ...lineItemsOf(store, row), plan: planOf(store, row), customer });
    },
  };
}

function subscriptionsOfExternalId(store: Store, externalId: string): readonly SubscriptionRow[] {
  const customer = findByExternalId(store, externalId);
  if (customer === undefined) {
    throw notFound(`There is no customer with the external id ${externalId}`, { external_id: externalId });
  }
  return store.subscriptions.filter(
    ({ customer_id, subscription_status: status }) =>
      customer_id === customer.id && (status === 'active' || status === 'trialing'),
  );
}

function planOf(store: Store, { plan_id }: SubscriptionRow): object | null {
  return store.plans.find(({ id }) => id === plan_id) ?? null;
}

function lineItemsOf(store: Store, { id }: SubscriptionRow): object {
  const lineItems = store.lineItems.filter(({ subscription_id }) => subscription_id === id);
  return lineItems.length > 0 ? { line_items: lineItems } : {};
}

/** The entitlements of the whole customer, on each of its subscriptions; none at all leaves the field out. */
function entitlementsOf(store: Store, { customer_id }: SubscriptionRow): object {
  const entitlements = aggregateEntitlements(store, liveSubscriptions(store, customer_id, []));
  return entitlements.length > 0 ? { entitlements } : {};
}
