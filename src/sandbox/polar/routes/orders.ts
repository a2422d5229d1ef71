import type { Routes } from '../../router.ts';
import { getRoute, listRoute } from '../paging.ts';

const statuses = ['draft', 'pending', 'paid', 'refunded', 'partially_refunded', 'void'] as const;

/** The routes under /v1/orders. The sandbox keeps no orders; it still checks what a request asks for. */
export function orderRoutes(): Routes {
  return {
    'GET /v1/orders/': listRoute<never>({
      rows: (query) => {
        for (const name of ['customer_id', 'product_id', 'discount_id', 'checkout_id', 'subscription_id']) {
          query.uuids(name);
        }
        query.words('product_billing_type', ['one_time', 'recurring']);
        query.words('status', statuses);
        query.instant('created_after');
        query.instant('created_before');
        return [];
      },
      sorting: { initial: '-created_at', keys: sortingKeys },
      toWire: (order) => order,
    }),
    'GET /v1/orders/:id': getRoute<never>(new Map<string, never>(), (order) => order),
  };
}

const none = () => null;
const sortingKeys = {
  created_at: none,
  status: none,
  invoice_number: none,
  amount: none,
  net_amount: none,
  customer: none,
  product: none,
  discount: none,
  subscription: none,
};
