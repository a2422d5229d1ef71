import { z } from 'zod';
import type { AppliedCoupon } from '../../../billing/coupon.ts';
import { fromMinorUnits } from '../../../billing/money.ts';
import {
  wireCurrency,
  wireDecimal,
  wireInteger,
  wireOptionalText,
  wireOptionalTime,
} from '../../wire-values.ts';

const applicationSchema = z.object({
  lago_id: z.string(),
  lago_coupon_id: z.string(),
  external_customer_id: z.string(),
  coupon_code: wireOptionalText,
  coupon_name: z.string(),
  status: z.string(),
  frequency: z.string(),
  frequency_duration_remaining: z.number().int().nullish(),
  created_at: wireOptionalTime,
  expiration_at: wireOptionalTime,
});

const percentageSchema = applicationSchema.extend({ percentage_rate: wireDecimal });

const fixedSchema = applicationSchema.extend({
  percentage_rate: z.null().optional(),
  amount_cents: wireInteger,
  amount_currency: wireCurrency,
  amount_cents_remaining: wireInteger.nullish(),
});

/** A row of GET /applied_coupons and GET /customers/{external_id}/applied_coupons: it has a rate or an amount. */
export const appliedCouponSchema = z.compile(z.union([percentageSchema, fixedSchema]));

/** A coupon that was applied to a customer, as Lago tells it. */
export type WireAppliedCoupon = z.infer<typeof appliedCouponSchema>;

/** Our applied coupon. Its key names the customer too, because that is what removing it takes. */
export function toAppliedCoupon(row: WireAppliedCoupon): AppliedCoupon {
  return {
    key: `${row.lago_id}:${row.external_customer_id}`,
    couponId: row.lago_coupon_id,
    code: row.coupon_code,
    name: row.coupon_name,
    ...discountOf(row),
    duration: toDuration(row.frequency),
    periodsRemaining: row.frequency_duration_remaining ?? null,
    // After its expiration a coupon cannot be applied any more; where it was applied before, it still takes off.
    status: row.status === 'active' ? 'ACTIVE' : 'INACTIVE',
    appliedAt: row.created_at,
    expiresAt: row.expiration_at,
    subscriptionId: null,
  };
}

type Discount = Pick<AppliedCoupon, 'kind' | 'amountOff' | 'percentOff' | 'amountRemaining'>;

function discountOf(row: WireAppliedCoupon): Discount {
  if (row.percentage_rate != null) {
    return { kind: 'PERCENTAGE', amountOff: null, percentOff: row.percentage_rate, amountRemaining: null };
  }
  const { amount_cents: amount, amount_cents_remaining: remaining, amount_currency: currency } = row;
  return {
    kind: 'FIXED',
    amountOff: fromMinorUnits(amount, currency),
    percentOff: null,
    amountRemaining: remaining == null ? null : fromMinorUnits(remaining, currency),
  };
}

/** A word not met before counts as REPEATING: that promises neither an end after one period nor none at all. */
function toDuration(frequency: string): AppliedCoupon['duration'] {
  switch (frequency) {
    case 'once':
      return 'ONCE';
    case 'forever':
      return 'FOREVER';
    default:
      return 'REPEATING';
  }
}
