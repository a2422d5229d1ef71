import { organizationId } from '../organization.ts';
import type { BenefitRecord } from '../records/benefit.ts';
import type { CheckoutRecord } from '../records/checkout.ts';
import type { DiscountRecord } from '../records/discount.ts';
import type { ProductRecord } from '../records/product.ts';
import { lookUp, type PolarStore } from '../store.ts';
import type { Wire } from '../wire.ts';
import { toBenefit } from './benefits.ts';
import { toEmbeddedDiscount } from './discounts.ts';
import { toPrice, toProduct } from './products.ts';

/** A checkout as Polar answers it. */
export function toCheckout(store: PolarStore, record: CheckoutRecord): Wire {
  const { product_ids, ...checkout } = record;
  const products = product_ids.map((id) => lookUp(store.products, id));
  const selected = products[0];
  const price = selected?.prices.find(({ id }) => id === checkout.product_price_id);
  const total = checkout.amount - checkout.discount_amount;
  return {
    ...checkout,
    ...fixedParts,
    organization_id: organizationId,
    net_amount: total,
    total_amount: total,
    min_seats: null,
    max_seats: null,
    ...trialParts(record, selected),
    product_id: selected?.id ?? null,
    product: selected === undefined ? null : toCheckoutProduct(store, selected),
    products: products.map((product) => toCheckoutProduct(store, product)),
    product_price: price === undefined ? null : toPrice(store, price),
    prices: Object.fromEntries(
      products.map(({ id, prices }) => [id, prices.map((each) => toPrice(store, each))]),
    ),
    is_discount_applicable: true,
    is_free_product_price: checkout.amount === 0,
    is_payment_required: total > 0,
    is_payment_setup_required: selected?.is_recurring ?? false,
    is_payment_form_required: total > 0 || (selected?.is_recurring ?? false),
    discount:
      checkout.discount_id === null
        ? null
        : toCheckoutDiscount(lookUp(store.discounts, checkout.discount_id)),
  };
}

/** What is the same on every open checkout: nobody has filled in the page yet. */
const fixedParts = {
  payment_processor: 'stripe',
  payment_processor_metadata: {},
  payment_method_type: null,
  custom_field_data: {},
  attached_custom_fields: [],
  tax_amount: null,
  tax_behavior: null,
  customer_ip_address: null,
  customer_billing_name: null,
  billing_address_fields: {
    country: 'required',
    state: 'disabled',
    city: 'disabled',
    postal_code: 'disabled',
    line1: 'disabled',
    line2: 'disabled',
  },
} as const;

function trialParts({ allow_trial }: CheckoutRecord, product: ProductRecord | undefined): Wire {
  const interval = product?.trial_interval ?? null;
  const count = product?.trial_interval_count ?? null;
  return {
    trial_interval: interval,
    trial_interval_count: count,
    active_trial_interval: allow_trial ? interval : null,
    active_trial_interval_count: allow_trial ? count : null,
    trial_end: null,
  };
}

/** A product as the public sees it: of the benefits only what they are. */
function toCheckoutProduct(store: PolarStore, product: ProductRecord): Wire {
  const { metadata: _metadata, attached_custom_fields: _fields, ...rest } = toProduct(store, product);
  return { ...rest, benefits: product.benefit_ids.map((id) => toPublicBenefit(lookUp(store.benefits, id))) };
}

function toPublicBenefit(benefit: BenefitRecord): Wire {
  const { metadata: _metadata, properties: _properties, ...rest } = toBenefit(benefit);
  const { visibility: _visibility, visibility_configurable: _configurable, ...visible } = rest;
  return visible;
}

function toCheckoutDiscount(discount: DiscountRecord): Wire {
  const {
    created_at: _created,
    modified_at: _modified,
    metadata: _metadata,
    starts_at: _starts,
    ends_at: _ends,
    max_redemptions: _max,
    max_redemptions_per_customer: _perCustomer,
    redemptions_count: _count,
    organization_id: _organization,
    ...rest
  } = toEmbeddedDiscount(discount);
  return rest;
}
