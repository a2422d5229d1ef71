import { z } from 'zod';
import type { AppliedCoupon } from '../../../billing/coupon.ts';
import type { Decimal } from '../../../billing/decimal.ts';
import type { Money } from '../../../billing/money.ts';
import { ProviderError } from '../../../billing/provider-error.ts';
import { wireCurrency, wireInteger, wireOptionalText } from '../../wire-values.ts';
import { fromPolarUnits } from './money.ts';
import { givesAccess } from './subscription.ts';

const discountSchema = z.object({
  id: z.string(),
  name: z.string(),
  code: wireOptionalText,
  type: z.string(),
  duration: z.string(),
  basis_points: wireInteger.nullish(),
  amounts: z.record(z.string(), wireInteger).nullish(),
  amount: wireInteger.nullish(),
  currency: wireCurrency.nullish(),
});

/** Subscriptions with the discount that each of them has now. */
export const discountedSubscriptionsSchema = z.compile(
  z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      currency: wireCurrency,
      discount: discountSchema.nullish(),
    }),
  ),
);

type WireDiscount = z.infer<typeof discountSchema>;
type WireDiscountedSubscription = z.infer<typeof discountedSubscriptionsSchema>[number];

/**
 * The subscription's discount; null where it has none. When it was applied, and so how long it goes on, is not told:
 * Polar takes it off the subscription once it is over.
 */
export function toAppliedCoupon(
  provider: string,
  subscription: WireDiscountedSubscription,
): AppliedCoupon | null {
  const { id, currency, discount } = subscription;
  if (discount == null) return null;
  return {
    key: `${id}:${discount.id}`,
    couponId: discount.id,
    code: discount.code,
    name: discount.name,
    ...toReduction(provider, discount, currency),
    amountRemaining: null,
    duration: toDuration(discount.duration),
    periodsRemaining: null,
    status: givesAccess(subscription) ? 'ACTIVE' : 'INACTIVE',
    appliedAt: null,
    expiresAt: null,
    subscriptionId: id,
  };
}

type Reduction = Pick<AppliedCoupon, 'kind' | 'amountOff' | 'percentOff'>;

/** A type of discount that is not known yet is FIXED without an amount: what it takes off cannot be told. */
function toReduction(provider: string, discount: WireDiscount, currency: string): Reduction {
  switch (discount.type) {
    case 'fixed':
      return {
        kind: 'FIXED',
        amountOff: present(provider, toAmountOff(discount, currency), 'discount.amounts'),
        percentOff: null,
      };
    case 'percentage': {
      const basisPoints = present(provider, discount.basis_points, 'discount.basis_points');
      return { kind: 'PERCENTAGE', amountOff: null, percentOff: toPercent(basisPoints) };
    }
    default:
      return { kind: 'FIXED', amountOff: null, percentOff: null };
  }
}

/** `amounts` holds one amount per currency; `amount` and `currency` are what older discounts have in its place. */
function toAmountOff({ amounts, ...older }: WireDiscount, currency: string): Money | null {
  const entry = Object.entries(amounts ?? {}).find(([code]) => code.toUpperCase() === currency);
  if (entry !== undefined) return fromPolarUnits(entry[1], currency);
  if (older.amount == null || older.currency == null) return null;
  return fromPolarUnits(older.amount, older.currency);
}

function toPercent(basisPoints: Decimal): Decimal {
  return basisPoints.times('0.01');
}

function present<Value>(provider: string, value: Value | null | undefined, path: string): Value {
  if (value != null) return value;
  throw new ProviderError({ provider, failure: 'bad-response', detail: `${path}: missing` });
}

/** A duration that is not known yet is FOREVER: Polar takes the discount off when it is over. */
function toDuration(duration: string): AppliedCoupon['duration'] {
  switch (duration) {
    case 'once':
      return 'ONCE';
    case 'repeating':
      return 'REPEATING';
    default:
      return 'FOREVER';
  }
}
