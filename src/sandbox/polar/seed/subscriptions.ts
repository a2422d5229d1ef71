import { polarId } from '../organization.ts';
import type { PriceRecord, ProductRecord } from '../records/product.ts';
import type { SubscriptionRecord } from '../records/subscription.ts';
import type { Calendar } from './calendar.ts';
import { customerId, people } from './customers.ts';
import { discountId } from './discounts.ts';
import { productId } from './products.ts';
import { createScenarios, endedAt, type Scenario } from './scenarios.ts';

/** All subscriptions: those that show one case each, and the usual ones of everybody else. */
export function createSubscriptions(
  calendar: Calendar,
  products: ReadonlyMap<string, ProductRecord>,
): readonly SubscriptionRecord[] {
  return [...createScenarios(calendar), ...usualScenarios(calendar)].map((scenario, index) =>
    createSubscription(calendar, products, scenario, index),
  );
}

/** A fifth has none, a fifth is on its second one. */
function usualScenarios(calendar: Calendar): readonly Scenario[] {
  return people.slice(20).flatMap(({ externalId: customer }, index): readonly Scenario[] => {
    switch (index % 5) {
      case 0:
        return [];
      case 1:
        return [{ customer, product: 'free' }];
      case 2:
        return [{ customer, product: 'pro', ...(index % 2 === 0 ? { discount: 'loyalty' } : {}) }];
      case 3:
        return [{ customer, product: 'metered' }];
      default:
        return [
          { customer, product: 'pro' },
          { customer, product: 'free', changes: endedAt(calendar, -70) },
        ];
    }
  });
}

function createSubscription(
  calendar: Calendar,
  products: ReadonlyMap<string, ProductRecord>,
  { customer, product: key, currency, discount, changes }: Scenario,
  index: number,
): SubscriptionRecord {
  const product = products.get(productId(key));
  const wanted = currency ?? people.find(({ externalId }) => externalId === customer)?.currency.toLowerCase();
  const price =
    product?.prices.find(({ price_currency }) => price_currency === (wanted ?? 'usd')) ?? product?.prices[0];
  if (product === undefined || price === undefined) throw new Error(`no price of ${key}`);

  const days = 1.5 + (index % 13);
  const isAnnual = product.recurring_interval === 'year';
  const started = calendar(isAnnual || index % 2 === 0 ? -days : -days - 30);
  const hasMeterPeriod = product.meter_interval !== null;
  return {
    ...untouched,
    id: polarId('subscription', `${customer} ${key} ${price.price_currency}`),
    created_at: started,
    started_at: started,
    amount: amountOf(price, changes?.seats ?? null),
    currency: price.price_currency,
    recurring_interval: product.recurring_interval ?? 'month',
    current_period_start: calendar(-days),
    current_period_end: calendar((isAnnual ? 365 : 30) - days),
    current_meter_period_start: hasMeterPeriod ? calendar(-days) : null,
    current_meter_period_end: hasMeterPeriod ? calendar(30 - days) : null,
    customer_id: customerId(customer),
    product_id: product.id,
    discount_id: discount === undefined ? null : discountId(discount),
    ...changes,
  };
}

function amountOf(price: PriceRecord, seats: number | null): number {
  if (price.amount_type === 'fixed') return price.price_amount;
  if (price.amount_type !== 'seat_based') return 0;
  return (price.seat_tiers.tiers[0]?.price_per_seat ?? 0) * (seats ?? price.seat_tiers.minimum_seats);
}

const untouched = {
  modified_at: null,
  recurring_interval_count: 1,
  status: 'active',
  trial_start: null,
  trial_end: null,
  cancel_at_period_end: false,
  canceled_at: null,
  ends_at: null,
  ended_at: null,
  past_due_at: null,
  pause_at_period_end: false,
  paused_at: null,
  resumes_at: null,
  checkout_id: null,
  seats: null,
  units: null,
  customer_cancellation_reason: null,
  customer_cancellation_comment: null,
  metadata: {},
  custom_field_data: {},
  pending_update: null,
} as const;
