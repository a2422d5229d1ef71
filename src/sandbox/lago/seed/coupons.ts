import { uuidOf } from '../../ids.ts';
import type { Coupon } from '../coupon.ts';
import { decimal } from '../decimal.ts';
import { newestFirst } from '../table.ts';
import { daysAfter } from '../time.ts';

/** The coupons of the seeded company; the newest first. */
export function createCoupons(now: Date): readonly Coupon[] {
  const ago = (days: number) => daysAfter(now, -days);
  return [
    coupon('WELCOME25', ago(700), {
      ...off(2500, 'EUR'),
      name: 'Welcome',
      description: 'For the first invoices',
    }),
    coupon('DINAR5', ago(690), { ...off(5000, 'KWD'), frequency: 'forever', reusable: true }),
    coupon('YEN500', ago(680), { ...off(500, 'JPY'), reusable: true }),
    coupon('SUMMER5', ago(300), {
      ...off(500, 'USD'),
      frequency: 'recurring',
      frequency_duration: 3,
      reusable: true,
    }),
    coupon('PARTNER15', ago(600), { ...share('15'), name: 'Partner', frequency: 'forever', reusable: true }),
    coupon('SPRING20', ago(60), {
      ...share('20'),
      frequency: 'recurring',
      frequency_duration: 6,
      reusable: true,
      ...until(daysAfter(now, 90)),
    }),
    coupon('THIRD', ago(50), { ...share('33.33333'), reusable: true }),
    coupon('LAUNCH.V2', ago(40), { ...share('100'), reusable: true, ...until(daysAfter(now, 30)) }),
    coupon('PRO-A', ago(30), { ...share('10'), reusable: true, plan_codes: ['pro_eur', 'pro_usd'] }),
    coupon('PRO-B', ago(29), { ...share('12.5'), reusable: true, plan_codes: ['pro_eur'] }),
    coupon('CALLS-ONLY', ago(28), { ...share('5'), reusable: true, billable_metric_codes: ['api_calls'] }),
    coupon('BLACKFRIDAY', ago(400), { ...share('50'), ...until(ago(350)), terminated_at: ago(350) }),
    coupon('RETIRED', ago(500), { ...off(1000, 'USD'), terminated_at: ago(90), deleted_at: ago(90) }),
  ].toSorted(newestFirst);
}

function coupon(code: string, created: Date, definition: Partial<Coupon>): Coupon {
  return {
    lago_id: uuidOf(`lago:coupon:${code}`),
    name: code,
    code,
    description: null,
    coupon_type: 'percentage',
    amount_cents: null,
    amount_currency: null,
    percentage_rate: null,
    frequency: 'once',
    frequency_duration: null,
    reusable: false,
    plan_codes: [],
    billable_metric_codes: [],
    expiration: 'no_expiration',
    expiration_at: null,
    created_at: created,
    terminated_at: null,
    deleted_at: null,
    ...definition,
  };
}

function off(cents: number, currency: string): Partial<Coupon> {
  return { coupon_type: 'fixed_amount', amount_cents: cents, amount_currency: currency };
}

function share(percent: string): Partial<Coupon> {
  return { percentage_rate: decimal(percent) };
}

function until(end: Date): Partial<Coupon> {
  return { expiration: 'time_limit', expiration_at: end };
}
