import type { CouponAssociationRow, CouponRow } from '../rows/coupon.ts';
import { baseColumnsAt, type SeedCalendar } from './base.ts';
import { idOf } from './names.ts';

/** Coupons of both types and all cadences, one past its time, one before it, one archived. */
export function seedCoupons(calendar: SeedCalendar): readonly CouponRow[] {
  const coupon = (name: string, differences: Partial<CouponRow>): CouponRow => ({
    ...baseColumnsAt(idOf.coupon(name), calendar.day(-200)),
    name,
    redeem_after: null,
    redeem_before: null,
    max_redemptions: null,
    total_redemptions: 3,
    rules: null,
    amount_off: '0',
    percentage_off: '0',
    type: 'percentage',
    cadence: 'forever',
    duration_in_periods: null,
    currency: '',
    metadata: null,
    ...differences,
  });
  const fixed = (amount_off: string, currency: string) => ({ type: 'fixed', amount_off, currency }) as const;
  return [
    coupon('Launch 20', { percentage_off: '20', coupon_code: 'LAUNCH20' }),
    coupon('Seventh heaven', { percentage_off: '7.5', cadence: 'once', rules: { segment: 'b2b' } }),
    coupon('Five euros', {
      ...fixed('5', 'eur'),
      coupon_code: 'FIVE',
      cadence: 'repeated',
      duration_in_periods: 3,
      max_redemptions: 100,
      metadata: { campaign: 'spring' },
    }),
    coupon('500 yen', { ...fixed('500', 'jpy'), cadence: 'once', metadata: {} }),
    coupon('Last winter', { percentage_off: '15', redeem_before: calendar.midnight(-60) }),
    coupon('Next spring', { percentage_off: '10', redeem_after: calendar.midnight(30) }),
    coupon('Withdrawn', { percentage_off: '50', status: 'archived' }),
  ];
}

/** The coupons on subscriptions: in force, ended, not begun, without duration, and on what is cancelled. */
export function seedCouponAssociations(calendar: SeedCalendar): readonly CouponAssociationRow[] {
  const onto = (
    subscription: string,
    coupon: string,
    differences: Partial<CouponAssociationRow> = {},
  ): CouponAssociationRow => ({
    ...baseColumnsAt(idOf.couponAssociation(`${subscription} ${coupon}`), calendar.day(-50)),
    coupon_id: idOf.coupon(coupon),
    subscription_id: idOf.subscription(subscription),
    start_date: calendar.midnight(-50),
    ...differences,
  });
  return [
    onto('acct-1', 'Launch 20'),
    onto('acct-1', 'Five euros', {
      subscription_line_item_id: idOf.lineItem('acct-1 fee'),
      end_date: calendar.midnight(-50, 3),
      metadata: { given_by: 'support' },
    }),
    onto('acct-3', '500 yen'),
    onto('acct-5', 'Launch 20'),
    onto('acct-5 second', 'Seventh heaven'),
    onto('acct-7', 'Launch 20'),
    onto('acct-11', 'Last winter', { start_date: calendar.midnight(-120), end_date: calendar.midnight(-60) }),
    onto('acct-12', 'Next spring', { start_date: calendar.midnight(30) }),
    onto('acct-13', 'Five euros', { end_date: calendar.midnight(-50, 3) }),
    onto('acct-14', 'Launch 20', { end_date: calendar.midnight(-50) }),
    onto('acct-16', 'Launch 20', { status: 'deleted' }),
  ];
}
