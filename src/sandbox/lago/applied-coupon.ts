import type { Coupon, Discount } from './coupon.ts';
import { type LagoStore, ownerOf } from './store.ts';
import type { Row } from './table.ts';

/** What a coupon took off one invoice. */
interface Credit {
  readonly lago_id: string;
  readonly amount_cents: number;
  readonly amount_currency: string;
  readonly invoice_id: string;
}

/** A coupon that was given to a customer. */
export interface AppliedCoupon extends Row, Discount {
  readonly coupon_code: string;
  readonly lago_customer_id: string;
  readonly status: 'active' | 'terminated';
  readonly frequency_duration_remaining: number | null;
  readonly terminated_at: Date | null;
  readonly credits: readonly Credit[];
}

/** The applied coupon as the single-object routes show it. */
export function appliedCouponObject(row: AppliedCoupon, store: LagoStore): object {
  const { credits, ...attributes } = row;
  const coupon = couponOf(row, store);
  return {
    ...attributes,
    lago_coupon_id: coupon.lago_id,
    coupon_name: coupon.name,
    coupon_description: coupon.description,
    coupon_status: coupon.terminated_at === null ? 'active' : 'terminated',
    coupon_deleted_at: coupon.deleted_at,
    external_customer_id: ownerOf(store, row).external_id,
    amount_cents_remaining: remaining(row),
    expiration_at: coupon.expiration_at,
  };
}

/** The applied coupon as lists show it: with what it has taken off so far. */
export function appliedCouponListItem(row: AppliedCoupon, store: LagoStore): object {
  const { lago_id, code, name, description } = couponOf(row, store);
  return {
    ...appliedCouponObject(row, store),
    credits: row.credits.map(({ invoice_id, ...credit }) => ({
      ...credit,
      before_taxes: true,
      item: { lago_item_id: lago_id, type: 'coupon', code, name, description },
      invoice: { lago_id: invoice_id, payment_status: 'succeeded' },
    })),
  };
}

/** The coupon that was applied; it may be terminated or deleted by now. */
export function couponOf({ coupon_code }: AppliedCoupon, { catalog }: LagoStore): Coupon {
  const coupon = catalog.coupons.find(({ code }) => code === coupon_code);
  if (coupon === undefined) throw new Error(`no such coupon: ${coupon_code}`);
  return coupon;
}

/** Told only of an amount that is taken off once and may last for several invoices. */
function remaining({ amount_cents, frequency, credits }: AppliedCoupon): number | null {
  if (amount_cents === null || frequency !== 'once') return null;
  return credits.reduce((left, credit) => left - credit.amount_cents, amount_cents);
}
