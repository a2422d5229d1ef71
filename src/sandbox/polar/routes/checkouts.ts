import type { Routes } from '../../router.ts';
import { getRoute, listRoute } from '../paging.ts';
import { type CheckoutRecord, checkoutStatuses } from '../records/checkout.ts';
import { onBody } from '../requests/body.ts';
import { checkoutDraft } from '../requests/checkout.ts';
import { lets, type Query } from '../requests/query.ts';
import type { PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import { toCheckout } from './checkout.ts';
import { createCheckout } from './create-checkout.ts';

/** The routes under /v1/checkouts. */
export function checkoutRoutes(store: PolarStore): Routes {
  const toWire = (checkout: CheckoutRecord) => toCheckout(store, checkout);
  return {
    'GET /v1/checkouts/': listRoute<CheckoutRecord>({
      rows: (query) => [...store.checkouts.values()].filter(checkoutFilter(query)),
      sorting: {
        initial: '-created_at',
        keys: {
          created_at: (checkout) => instantOf(checkout.created_at),
          expires_at: (checkout) => instantOf(checkout.expires_at),
          status: (checkout) => checkout.status,
        },
      },
      toWire,
    }),
    'POST /v1/checkouts/': onBody(checkoutDraft, (draft) => createCheckout(store, draft)),
    'GET /v1/checkouts/:id': getRoute(store.checkouts, toWire),
  };
}

function checkoutFilter(query: Query): (checkout: CheckoutRecord) => boolean {
  const products = query.uuids('product_id');
  const customers = query.uuids('customer_id');
  const externalIds = query.texts('external_customer_id');
  const statuses = query.words('status', checkoutStatuses);
  const search = query.text('query')?.toLowerCase() ?? '';
  return (checkout) =>
    (products === null || checkout.product_ids.some((id) => products.includes(id))) &&
    lets(customers, checkout.customer_id) &&
    lets(externalIds, checkout.external_customer_id) &&
    lets(statuses, checkout.status) &&
    (checkout.customer_email ?? '').toLowerCase().includes(search);
}
