import { uuidOf } from '../../ids.ts';
import type { AppliedCoupon } from '../applied-coupon.ts';
import type { Customer } from '../customer.ts';
import type { LagoStore } from '../store.ts';
import { daysAfter } from '../time.ts';

/** Gives the customer a coupon, so many days ago and on the coupon's own terms. */
export function saveAppliedCoupon(
  store: LagoStore,
  customer: Customer,
  code: string,
  daysAgo: number,
  details: Partial<AppliedCoupon> = {},
): AppliedCoupon {
  const coupon = store.catalog.coupons.find((each) => each.code === code);
  if (coupon === undefined) throw new Error(`no such coupon: ${code}`);
  const row: AppliedCoupon = {
    lago_id: uuidOf(`lago:applied-coupon:${customer.external_id}:${code}:${details.status ?? 'active'}`),
    coupon_code: code,
    lago_customer_id: customer.lago_id,
    status: 'active',
    amount_cents: coupon.amount_cents,
    amount_currency: coupon.amount_currency,
    percentage_rate: coupon.percentage_rate,
    frequency: coupon.frequency,
    frequency_duration: coupon.frequency_duration,
    frequency_duration_remaining: coupon.frequency_duration,
    created_at: daysAfter(store.now(), -daysAgo),
    terminated_at: null,
    credits: [],
    ...details,
  };
  store.appliedCoupons.save(row);
  return row;
}
