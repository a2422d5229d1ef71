import { describe, expect, test } from 'vitest';
import { couponAssociationSchema, toAppliedCoupon } from '../../../../src/providers/flexprice/wire/coupon.ts';
import { subscriptionSchema } from '../../../../src/providers/flexprice/wire/subscription.ts';
import { decimal, now, rowLike } from '../support.ts';

const coupon = {
  id: 'coupon_a',
  name: 'Alpha',
  coupon_code: 'ALPHA',
  cadence: 'once',
  type: 'fixed',
  amount_off: '5',
  percentage_off: '0',
  currency: 'eur',
};

function mapped(changes: object, association: object = {}, subscription_status = 'active') {
  const row = couponAssociationSchema.parse(
    rowLike('coupon-associations', { ...association, coupon: { ...coupon, ...changes } }),
  );
  return toAppliedCoupon(
    row,
    subscriptionSchema.parse(rowLike('subscriptions', { subscription_status })),
    now,
  );
}

describe('an applied coupon', () => {
  const percentage = { type: 'percentage', amount_off: '0', percentage_off: '12.345', currency: '' };

  test.each([
    [{}, { kind: 'FIXED', amountOff: { amount: decimal('5'), currency: 'EUR' }, percentOff: null }],
    [{ amount_off: '500', currency: 'JPY' }, { amountOff: { amount: decimal('500'), currency: 'JPY' } }],
    [{ amount_off: '0.125', currency: 'kwd' }, { amountOff: { amount: decimal('0.125'), currency: 'KWD' } }],
    [percentage, { kind: 'PERCENTAGE', amountOff: null, percentOff: decimal('12.345') }],
    [
      { ...percentage, currency: 'eur' },
      { kind: 'PERCENTAGE', amountOff: null },
    ],
    [{ type: 'barter' }, { kind: 'FIXED', amountOff: { amount: decimal('5'), currency: 'EUR' } }],
    [
      { ...percentage, type: 'barter' },
      { kind: 'PERCENTAGE', percentOff: decimal('12.345') },
    ],
  ])('with %o takes off %o', (changes, expected) => {
    expect(mapped(changes)).toMatchObject(expected);
  });

  test.each([
    ['once', 'ONCE'],
    ['repeated', 'REPEATING'],
    ['forever', 'FOREVER'],
    ['on_mondays', 'REPEATING'],
    ['', 'REPEATING'],
  ])('of the cadence "%s" is %s', (cadence, duration) => {
    expect(mapped({ cadence }).duration).toBe(duration);
  });

  const past = '2026-11-20T09:29:59.999Z';
  const present = '2026-11-20T15:00:00+05:30';
  const future = '2026-11-20T09:30:00.001Z';

  test.each([
    [{ start_date: past }, 'active', 'ACTIVE'],
    [{ start_date: past }, 'trialing', 'ACTIVE'],
    [{ start_date: past }, 'paused', 'INACTIVE'],
    [{ start_date: past }, 'cancelled', 'INACTIVE'],
    [{ start_date: present }, 'active', 'ACTIVE'],
    [{ start_date: future }, 'active', 'INACTIVE'],
    [{ start_date: past, end_date: future }, 'active', 'ACTIVE'],
    [{ start_date: past, end_date: present }, 'active', 'INACTIVE'],
    [{ start_date: past, end_date: past }, 'active', 'INACTIVE'],
    [{ start_date: '0001-01-01T00:00:00Z', end_date: null }, 'active', 'ACTIVE'],
  ])('with %o on a subscription that is %s is %s', (association, subscription, status) => {
    expect(mapped({}, association, subscription).status).toBe(status);
  });

  test('may be without a name and without a code', () => {
    expect(mapped({ name: '', coupon_code: undefined })).toMatchObject({ name: null, code: null });
  });

  test.each([
    { id: '' },
    { currency: '' },
    { currency: 'euros' },
    { amount_off: undefined },
    { amount_off: 'five' },
    { ...percentage, percentage_off: null },
    { type: null },
    { cadence: undefined },
  ])('is refused with %o', (changes) => {
    expect(() => mapped(changes)).toThrow();
  });
});
