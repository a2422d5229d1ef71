import { mapBatch } from '../../billing/batch.ts';
import type { CouponReads } from '../../billing/coupon.ts';
import { validate } from '../../http/validate.ts';
import type { OwnedRows } from './owned-rows.ts';
import { discountedSubscriptionsSchema, toAppliedCoupon } from './wire/coupon.ts';

/** Coupons are the discounts on the shared subscription rows: Polar has no list of a customer's discounts. */
export function createCouponReads(provider: string, subscriptionRows: OwnedRows): CouponReads {
  return {
    async ofCustomers(keys, { includeInactive }, call) {
      const batch = await subscriptionRows.load(keys, call);
      return mapBatch(batch, (rows) =>
        validate(provider, discountedSubscriptionsSchema, rows)
          .flatMap((subscription) => toAppliedCoupon(provider, subscription) ?? [])
          .filter(({ status }) => includeInactive || status === 'ACTIVE'),
      );
    },
  };
}
