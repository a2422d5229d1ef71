import type { Routes } from '../../router.ts';
import { organizationId } from '../organization.ts';
import { getRoute, listRoute } from '../paging.ts';
import type { DiscountRecord } from '../records/discount.ts';
import { lookUp, type PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import type { Wire } from '../wire.ts';
import { toBareProduct } from './products.ts';

/** A discount as it is embedded in subscriptions. */
export function toEmbeddedDiscount(discount: DiscountRecord): Wire {
  const { product_ids: _products, ...rest } = discount;
  return { ...rest, ...deprecatedAmount(discount), organization_id: organizationId };
}

/** From the time when a discount had one currency: the first of the amounts. */
function deprecatedAmount(discount: DiscountRecord): Wire {
  if (discount.type !== 'fixed') return {};
  const [currency = 'usd', amount = 0] = Object.entries(discount.amounts)[0] ?? [];
  return { amount, currency };
}

/** The routes under /v1/discounts. */
export function discountRoutes(store: PolarStore): Routes {
  const toWire = (discount: DiscountRecord) => ({
    ...toEmbeddedDiscount(discount),
    products: discount.product_ids.map((id) => toBareProduct(lookUp(store.products, id))),
  });
  return {
    'GET /v1/discounts/': listRoute<DiscountRecord>({
      rows: (query) => {
        const search = query.text('query')?.toLowerCase() ?? '';
        return [...store.discounts.values()].filter(({ name }) => name.toLowerCase().includes(search));
      },
      sorting: {
        initial: '-created_at',
        keys: {
          created_at: (discount) => instantOf(discount.created_at),
          name: (discount) => discount.name,
          code: (discount) => discount.code,
          redemptions_count: (discount) => discount.redemptions_count,
          ends_at: (discount) => instantOf(discount.ends_at),
        },
      },
      toWire,
    }),
    'GET /v1/discounts/:id': getRoute(store.discounts, toWire),
  };
}
