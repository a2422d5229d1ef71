import { z } from 'zod';
import type { Decimal } from '../../../billing/decimal.ts';
import { type Money, sumByCurrency } from '../../../billing/money.ts';
import type { Usage, UsageItem } from '../../../billing/usage.ts';
import { wireCurrency, wireInteger, wireNumber, wireOptionalTime } from '../../wire-values.ts';
import { meterSchema, toUnit } from './meter.ts';
import { fromPolarUnits } from './money.ts';
import { givesAccess, toPeriod } from './subscription.ts';

const counted = { meter_id: z.string(), consumed_units: wireNumber, credited_units: wireInteger };

/** A customer's meters as `GET /v1/customer-meters/` tells them; their balance is what was credited less what was used. */
export const customerMetersSchema = z.compile(
  z.array(z.object({ ...counted, balance: wireNumber, meter: meterSchema })),
);

/** Subscriptions with the meters that they put a price on. */
export const meteredSubscriptionsSchema = z.compile(
  z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      currency: wireCurrency,
      current_period_start: wireOptionalTime,
      current_period_end: wireOptionalTime,
      current_meter_period_start: wireOptionalTime,
      current_meter_period_end: wireOptionalTime,
      meters: z.array(z.object({ ...counted, amount: wireInteger, meter: meterSchema })),
    }),
  ),
);

type WireCustomerMeters = z.infer<typeof customerMetersSchema>;
type WireMeteredSubscription = z.infer<typeof meteredSubscriptionsSchema>[number];

/** Money that has accrued on one meter of one subscription. */
export interface MeterCharge {
  readonly meterId: string;
  readonly charge: Money;
}

/** What has accrued on the subscriptions that give access now. */
export function toMeterCharges(subscriptions: readonly WireMeteredSubscription[]): readonly MeterCharge[] {
  return subscriptions
    .filter(givesAccess)
    .flatMap(({ meters, currency }) =>
      meters.map(({ meter_id: meterId, amount }) => ({ meterId, charge: fromPolarUnits(amount, currency) })),
    );
}

/** Usage over all subscriptions; charges where they are at hand. */
export function toUsage(meters: WireCustomerMeters, charges: readonly MeterCharge[], asOf: Date): Usage {
  return {
    asOf,
    items: meters.map((meter) => ({
      ...toCounted(meter, meter.balance),
      charge: toItemCharge(charges.filter(({ meterId }) => meterId === meter.meter_id)),
      period: null,
      subscriptionId: null,
    })),
    charges: sumByCurrency(charges.map(({ charge }) => charge)),
  };
}

/** Usage of one subscription: the meters that it puts a price on. null is a subscription that does not exist. */
export function toSubscriptionUsage(subscription: WireMeteredSubscription | null, asOf: Date): Usage {
  if (subscription === null) return { asOf, items: [], charges: [] };
  const items = subscription.meters.map((meter) => ({
    ...toCounted(meter, meter.credited_units.minus(meter.consumed_units)),
    charge: fromPolarUnits(meter.amount, subscription.currency),
    period:
      toPeriod(subscription.current_meter_period_start, subscription.current_meter_period_end) ??
      toPeriod(subscription.current_period_start, subscription.current_period_end),
    subscriptionId: subscription.id,
  }));
  return { asOf, items, charges: sumByCurrency(items.map(({ charge }) => charge)) };
}

type Counted = Pick<
  UsageItem,
  'feature' | 'name' | 'unit' | 'quantity' | 'limit' | 'unlimited' | 'remaining' | 'resetsAt'
>;

/** Credits are the only notion of a limit that Polar has; a meter without any is neither limited nor unlimited. */
function toCounted(
  row: Pick<WireCustomerMeters[number], 'meter_id' | 'consumed_units' | 'credited_units' | 'meter'>,
  balance: Decimal,
): Counted {
  const credited = !row.credited_units.eq(0);
  return {
    feature: row.meter_id,
    name: row.meter.name,
    unit: toUnit(row.meter),
    quantity: row.consumed_units,
    limit: credited ? row.credited_units : null,
    unlimited: credited ? false : null,
    remaining: credited ? balance : null,
    resetsAt: null,
  };
}

/** One amount, or null where there is none or where amounts of several currencies cannot be added. */
function toItemCharge(charges: readonly MeterCharge[]): Money | null {
  const [amount = null, ...others] = sumByCurrency(charges.map(({ charge }) => charge));
  return others.length === 0 ? amount : null;
}
