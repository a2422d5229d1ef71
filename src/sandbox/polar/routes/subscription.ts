import { polarId } from '../organization.ts';
import type { MeteredPrice, PriceRecord } from '../records/product.ts';
import type { Stamped } from '../records/stamped.ts';
import type { SubscriptionRecord } from '../records/subscription.ts';
import { lookUp, type PolarStore } from '../store.ts';
import type { Wire } from '../wire.ts';
import { toCustomer } from './customer.ts';
import { toEmbeddedDiscount } from './discounts.ts';
import { toMeter } from './meters.ts';
import { toPrice, toProduct } from './products.ts';

/** A subscription as Polar answers it. */
export function toSubscription(store: PolarStore, subscription: SubscriptionRecord): Wire {
  const prices = pricesOf(store, subscription).map((price) => toPrice(store, price));
  const { discount_id } = subscription;
  return {
    ...subscription,
    customer: toCustomer(lookUp(store.customers, subscription.customer_id)),
    product: toProduct(store, lookUp(store.products, subscription.product_id)),
    discount: discount_id === null ? null : toEmbeddedDiscount(lookUp(store.discounts, discount_id)),
    prices,
    meters: toSubscriptionMeters(store, subscription).map((meter) => ({
      ...meter,
      meter: toMeter(lookUp(store.meters, meter.meter_id)),
    })),
    // Deprecated, and absent from Polar's document.
    price_id: prices[0]?.id ?? null,
    price: prices[0] ?? null,
    user_id: subscription.customer_id,
  };
}

/** What one meter with a price adds to a subscription: the amount is due so far, in minor units. */
interface SubscriptionMeter extends Stamped {
  readonly meter_id: string;
  readonly consumed_units: number;
  readonly credited_units: number;
  readonly amount: number;
}

/** A row for each meter with a price, as it is in states; subscriptions embed the meters, too. */
export function toSubscriptionMeters(
  store: PolarStore,
  subscription: SubscriptionRecord,
): readonly SubscriptionMeter[] {
  return pricesOf(store, subscription).flatMap((price) =>
    price.amount_type === 'metered_unit' ? [toSubscriptionMeter(store, subscription, price)] : [],
  );
}

function toSubscriptionMeter(
  store: PolarStore,
  subscription: SubscriptionRecord,
  price: MeteredPrice,
): SubscriptionMeter {
  const row = [...store.customerMeters.values()].find(
    ({ customer_id, meter_id }) => customer_id === subscription.customer_id && meter_id === price.meter_id,
  );
  const consumed = row?.consumed_units ?? 0;
  const credited = row?.credited_units ?? 0;
  const due = Math.round(Math.max(0, consumed - credited) * Number(price.unit_amount));
  return {
    id: polarId('subscription meter', `${subscription.id} ${price.meter_id}`),
    created_at: subscription.created_at,
    modified_at: row?.modified_at ?? null,
    meter_id: price.meter_id,
    consumed_units: consumed,
    credited_units: credited,
    amount: Math.min(due, price.cap_amount ?? due),
  };
}

function pricesOf(store: PolarStore, { product_id, currency }: SubscriptionRecord): readonly PriceRecord[] {
  return lookUp(store.products, product_id).prices.filter((price) => price.price_currency === currency);
}
