import { describe, expect, it } from 'vitest';
import { appliedCouponSchema, toAppliedCoupon } from '../../../../src/providers/lago/wire/coupon.ts';
import { type Fields, fixtureRecord, plain } from '../support.ts';

const fixed = fixtureRecord('applied-coupons', 'applied_coupons');
const noAmount = { amount_cents: null, amount_cents_remaining: null, amount_currency: null };

function map(fields: Fields) {
  return plain(toAppliedCoupon(appliedCouponSchema.parse({ ...fixed, ...fields })));
}

describe('toAppliedCoupon', () => {
  it.each([
    [{ frequency: 'once' }, { duration: 'ONCE' }],
    [{ frequency: 'recurring' }, { duration: 'REPEATING' }],
    [{ frequency: 'forever' }, { duration: 'FOREVER' }],
    [{ frequency: 'on holidays' }, { duration: 'REPEATING' }],
    [{ status: 'active' }, { status: 'ACTIVE' }],
    [{ status: 'terminated' }, { status: 'INACTIVE' }],
    [{ status: 'asleep' }, { status: 'INACTIVE' }],
    // The end of redemption is no end of what was redeemed.
    [
      { status: 'active', coupon_status: 'terminated', expiration_at: '2020-01-01T00:00:00Z' },
      { status: 'ACTIVE', expiresAt: '2020-01-01T00:00:00.000Z' },
    ],
    [{ amount_cents_remaining: null }, { amountRemaining: null }],
    [{ amount_cents_remaining: 0 }, { amountRemaining: { amount: '0', currency: 'EUR' } }],
    [{ amount_currency: 'JPY' }, { amountOff: { amount: '2500', currency: 'JPY' } }],
    [{ amount_currency: 'BHD' }, { amountOff: { amount: '2.5', currency: 'BHD' } }],
    [
      { ...noAmount, percentage_rate: '33.33333' },
      { kind: 'PERCENTAGE', percentOff: '33.33333', amountOff: null, amountRemaining: null },
    ],
    [{ percentage_rate: '0.0' }, { kind: 'PERCENTAGE', percentOff: '0', amountOff: null }],
    [{ frequency_duration_remaining: 0 }, { periodsRemaining: 0 }],
    [
      { coupon_code: null, created_at: null },
      { code: null, appliedAt: null },
    ],
    [{ external_customer_id: 'a:b' }, { key: '5e4d3c2b-1a09-4f8e-9d7c-6b5a49382710:a:b' }],
  ])('reads %j as %j', (fields, expected) => {
    expect(map(fields)).toMatchObject(expected);
  });

  it.each([
    noAmount,
    { amount_cents: '2500' },
    { amount_currency: null },
    { amount_cents_remaining: 'some' },
    { percentage_rate: 'a tenth' },
    { lago_coupon_id: null },
    { status: null },
  ])('refuses %j', (fields) => {
    expect(appliedCouponSchema.safeParse({ ...fixed, ...fields }).success).toBe(false);
  });
});
