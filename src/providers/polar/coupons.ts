import { mapBatch } from '../../billing/batch.ts';
import type { CouponReads } from '../../billing/coupon.ts';
import { validate } from '../../http/validate.ts';
import type { CustomerRows } from './customer-rows.ts';
import { toAppliedCoupon, wireDiscountedSubscriptions } from './wire/coupon.ts';

/** Coupons are the discounts on the shared subscription rows: Polar has no list of a customer's discounts. */
export function createCouponReads(provider: string, subscriptionRows: CustomerRows): CouponReads {
  return {
    async ofCustomers(keys, { includeInactive }, call) {
      const batch = await subscriptionRows.load(keys, call);
      return mapBatch(batch, (rows) =>
        validate(provider, wireDiscountedSubscriptions, rows)
          .flatMap((subscription) => toAppliedCoupon(provider, subscription) ?? [])
          .filter(({ status }) => includeInactive || status === 'ACTIVE'),
      );
    },
  };
}
