import type { Routes } from '../../router.ts';
import { organizationId } from '../organization.ts';
import { getRoute, listRoute, type Sorting } from '../paging.ts';
import type { PriceRecord, ProductRecord } from '../records/product.ts';
import { lets, type Query } from '../requests/query.ts';
import { lookUp, type PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import type { Wire } from '../wire.ts';
import { toBenefit } from './benefits.ts';

/** A product without what belongs to it, as it is embedded in discounts. */
export function toBareProduct({ prices: _prices, benefit_ids: _benefits, ...product }: ProductRecord): Wire {
  return { ...product, organization_id: organizationId };
}

/** A product as Polar answers it. */
export function toProduct(store: PolarStore, product: ProductRecord): Wire {
  return {
    ...toBareProduct(product),
    prices: product.prices.map((price) => toPrice(store, price)),
    benefits: product.benefit_ids.map((id) => toBenefit(lookUp(store.benefits, id))),
    medias: [],
    attached_custom_fields: [],
  };
}

/** A price with the meter, if it has one. */
export function toPrice(store: PolarStore, price: PriceRecord): Wire {
  if (price.amount_type !== 'metered_unit') return { ...price };
  const { id, name, unit, custom_label, custom_multiplier } = lookUp(store.meters, price.meter_id);
  return { ...price, meter: { id, name, unit, custom_label, custom_multiplier } };
}

/** The routes under /v1/products. */
export function productRoutes(store: PolarStore): Routes {
  const toWire = (product: ProductRecord) => toProduct(store, product);
  return {
    'GET /v1/products/': listRoute<ProductRecord>({
      rows: (query) => [...store.products.values()].filter(productFilter(query)),
      sorting,
      toWire,
    }),
    'GET /v1/products/:id': getRoute(store.products, toWire),
  };
}

function productFilter(query: Query): (product: ProductRecord) => boolean {
  const ids = query.uuids('id');
  const search = query.text('query')?.toLowerCase() ?? '';
  const archived = query.boolean('is_archived');
  const recurring = query.boolean('is_recurring');
  const benefits = query.uuids('benefit_id');
  const visibilities = query.words('visibility', ['draft', 'private', 'public']);
  const metadata = query.metadata();
  return (product) =>
    lets(ids, product.id) &&
    product.name.toLowerCase().includes(search) &&
    (archived === null || product.is_archived === archived) &&
    (recurring === null || product.is_recurring === recurring) &&
    (benefits === null || product.benefit_ids.some((id) => benefits.includes(id))) &&
    lets(visibilities, product.visibility) &&
    metadata(product.metadata);
}

const sorting: Sorting<ProductRecord> = {
  initial: '-created_at',
  keys: {
    created_at: (product) => instantOf(product.created_at),
    name: (product) => product.name,
    price_amount_type: ({ prices: [price] }) => price?.amount_type ?? null,
    price_amount: ({ prices: [price] }) => (price?.amount_type === 'fixed' ? price.price_amount : null),
  },
};
