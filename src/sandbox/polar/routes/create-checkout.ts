import type { SandboxAnswer } from '../../http-server.ts';
import { json } from '../../http-server.ts';
import { type Problem, refused } from '../errors.ts';
import { hostedPages, polarId } from '../organization.ts';
import type { CheckoutRecord } from '../records/checkout.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { DiscountRecord } from '../records/discount.ts';
import type { PriceRecord } from '../records/product.ts';
import type { CheckoutDraft } from '../requests/checkout.ts';
import { lookUp, type PolarStore, put } from '../store.ts';
import { timestamp } from '../timestamp.ts';
import { toCheckout } from './checkout.ts';
import { bodyProblem } from './customer-rules.ts';

const lifetimeMs = 24 * 60 * 60 * 1000;

/** Opens a checkout. An external id that nobody has yet is fine: the purchase will create the customer. */
export function createCheckout(store: PolarStore, draft: CheckoutDraft): SandboxAnswer {
  const customer = findCustomer(store, draft);
  const problems = [...productProblems(store, draft), ...pointerProblems(store, draft, customer)];
  if (problems.length > 0) return refused(problems);
  const checkout = newCheckout(store, draft, customer);
  put(store.checkouts, checkout);
  return json(201, toCheckout(store, checkout));
}

function findCustomer(store: PolarStore, draft: CheckoutDraft): CustomerRecord | null {
  const found = [...store.customers.values()].find(
    ({ id, external_id, deleted_at }) =>
      deleted_at === null &&
      (draft.customer_id === null
        ? external_id !== null && external_id === draft.external_customer_id
        : id === draft.customer_id),
  );
  return found ?? null;
}

function productProblems(store: PolarStore, { products }: CheckoutDraft): readonly Problem[] {
  return products.flatMap((id, index) => {
    const product = store.products.get(id);
    if (product !== undefined && !product.is_archived) return [];
    const message = product === undefined ? 'Product does not exist.' : 'Product is archived.';
    return [{ type: 'value_error', loc: ['body', 'products', index], msg: message, input: id }];
  });
}

function pointerProblems(
  store: PolarStore,
  draft: CheckoutDraft,
  customer: CustomerRecord | null,
): readonly Problem[] {
  const { customer_id, discount_id } = draft;
  return [
    ...(customer_id !== null && customer === null
      ? [bodyProblem('customer_id', 'Customer does not exist.', customer_id)]
      : []),
    ...(discount_id !== null && !store.discounts.has(discount_id)
      ? [bodyProblem('discount_id', 'Discount does not exist.', discount_id)]
      : []),
  ];
}

function newCheckout(
  store: PolarStore,
  { products, amount: wantedAmount, ...draft }: CheckoutDraft,
  customer: CustomerRecord | null,
): CheckoutRecord {
  const now = store.now();
  const key = String(store.checkouts.size + 1);
  const client_secret = `polar_c_${polarId('checkout secret', key).replaceAll('-', '')}`;
  const { prices } = lookUp(store.products, products[0] ?? '');
  const price =
    prices.find(({ price_currency }) => price_currency === (draft.currency ?? 'usd')) ?? prices[0];
  const currency = price?.price_currency ?? 'usd';
  const amount = price === undefined ? 0 : amountOf(price, wantedAmount, draft.seats);
  const discount = draft.discount_id === null ? null : lookUp(store.discounts, draft.discount_id);
  return {
    ...draft,
    id: polarId('checkout', key),
    created_at: timestamp(now),
    modified_at: null,
    status: 'open',
    client_secret,
    url: `${hostedPages}/checkout/${client_secret}`,
    expires_at: timestamp(new Date(now.getTime() + lifetimeMs)),
    success_url: draft.success_url ?? `${hostedPages}/checkout/${client_secret}/confirmation`,
    amount,
    discount_amount: discount === null ? 0 : discountOf(discount, amount, currency),
    currency,
    product_ids: products,
    product_price_id: price?.id ?? null,
    customer_id: customer?.id ?? null,
    external_customer_id: draft.external_customer_id ?? customer?.external_id ?? null,
    customer_name: draft.customer_name ?? customer?.name ?? null,
    customer_email: draft.customer_email ?? customer?.email ?? null,
    customer_billing_address: draft.customer_billing_address ?? customer?.billing_address ?? null,
  };
}

function amountOf(price: PriceRecord, wanted: number | null, seats: number | null): number {
  switch (price.amount_type) {
    case 'fixed':
      return price.price_amount;
    case 'custom':
      return wanted ?? price.preset_amount ?? price.minimum_amount;
    case 'seat_based':
      return (price.seat_tiers.tiers[0]?.price_per_seat ?? 0) * (seats ?? price.seat_tiers.minimum_seats);
    case 'metered_unit':
      return 0;
  }
}

function discountOf(discount: DiscountRecord, amount: number, currency: string): number {
  const off =
    discount.type === 'fixed'
      ? (discount.amounts[currency] ?? 0)
      : Math.round((amount * discount.basis_points) / 10_000);
  return Math.min(off, amount);
}
