import { z } from 'zod';
import type { AppliedCoupon } from '../../../billing/coupon.ts';
import { wireCurrency, wireDecimal, wireOptionalText, wireOptionalTime } from '../../wire-values.ts';
import { isLive, type WireSubscription } from './subscription.ts';

const noCurrency = z.literal('').transform(() => null);

const couponSchema = z
  .object({
    id: z.string().min(1),
    name: wireOptionalText,
    coupon_code: wireOptionalText,
    type: z.string(),
    cadence: z.string(),
    /** Both amounts always come; the one that the type does not use is zero. */
    amount_off: wireDecimal,
    percentage_off: wireDecimal,
    /** Empty where a percentage is taken off. */
    currency: z.union([noCurrency, wireCurrency]),
  })
  .refine(({ type, currency }) => type !== 'fixed' || currency !== null);

type WireCoupon = z.infer<typeof couponSchema>;

/** Reads the subscription that an association belongs to. */
export const couponAssociationOwnerSchema = z.compile(
  z.object({ subscription_id: z.string() }).transform(({ subscription_id }) => subscription_id),
);

/** A coupon given to a subscription, with the coupon itself. */
export const couponAssociationSchema = z.compile(
  z.object({
    id: z.string().min(1),
    start_date: wireOptionalTime,
    end_date: wireOptionalTime,
    coupon: couponSchema,
  }),
);

/** A coupon association as Flexprice tells it. */
export type WireCouponAssociation = z.infer<typeof couponAssociationSchema>;

/** The coupon that an association gives to the subscription, as it stands now. */
export function toAppliedCoupon(
  { id, start_date, end_date, coupon }: WireCouponAssociation,
  subscription: WireSubscription,
  now: Date,
): AppliedCoupon {
  const started = start_date === null || start_date <= now;
  const ended = end_date !== null && end_date <= now;
  return {
    key: id,
    couponId: coupon.id,
    code: coupon.coupon_code,
    name: coupon.name,
    ...toReduction(coupon),
    amountRemaining: null,
    duration: toDuration(coupon.cadence),
    periodsRemaining: null,
    status: started && !ended && isLive(subscription) ? 'ACTIVE' : 'INACTIVE',
    appliedAt: start_date,
    expiresAt: end_date,
    subscriptionId: subscription.id,
  };
}

/** A type that billgraph has not met is a fixed amount when it names a currency, else a percentage. */
function toReduction(coupon: WireCoupon): Pick<AppliedCoupon, 'kind' | 'amountOff' | 'percentOff'> {
  const { type, currency, amount_off: amount, percentage_off: percentOff } = coupon;
  if (type === 'percentage' || currency === null) return { kind: 'PERCENTAGE', amountOff: null, percentOff };
  return { kind: 'FIXED', amountOff: { amount, currency }, percentOff: null };
}

/** A cadence that billgraph has not met promises neither a single use nor an endless one. */
function toDuration(cadence: string): AppliedCoupon['duration'] {
  switch (cadence) {
    case 'once':
      return 'ONCE';
    case 'forever':
      return 'FOREVER';
    default:
      return 'REPEATING';
  }
}
