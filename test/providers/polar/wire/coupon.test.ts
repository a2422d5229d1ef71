import { describe, expect, it } from 'vitest';
import { validate } from '../../../../src/http/validate.ts';
import {
  discountedSubscriptionsSchema,
  toAppliedCoupon,
} from '../../../../src/providers/polar/wire/coupon.ts';
import { fixture, parsed, plain, type Row } from '../support.ts';

function mapped(changes: Row): unknown {
  const [row] = validate('polar-eu', discountedSubscriptionsSchema, [fixture('subscription', changes)]);
  return row === undefined ? undefined : plain(toAppliedCoupon('polar-eu', row));
}

function fixed(amounts: string, currency: string, more: Row = {}): Row {
  return {
    currency,
    discount: { type: 'fixed', basis_points: undefined, amounts: parsed(amounts), ...more },
  };
}

describe('a Polar discount', () => {
  it('is mapped field by field', () => {
    expect(mapped({})).toEqual({
      key: '4c5d6e7f-8091-4a2b-b3c4-d5e6f7081920:a2b3c4d5-e6f7-4081-9a20-314253647586',
      couponId: 'a2b3c4d5-e6f7-4081-9a20-314253647586',
      code: 'HARVEST',
      name: 'Harvest',
      kind: 'PERCENTAGE',
      amountOff: null,
      percentOff: '12.5',
      amountRemaining: null,
      duration: 'REPEATING',
      periodsRemaining: null,
      status: 'ACTIVE',
      appliedAt: null,
      expiresAt: null,
      subscriptionId: '4c5d6e7f-8091-4a2b-b3c4-d5e6f7081920',
    });
  });

  it.each<readonly [string, Row, string, string]>([
    ['the amount in the currency of the subscription', fixed('{"usd":500,"jpy":70}', 'jpy'), '70', 'JPY'],
    ['an amount of a currency that Polar counts whole', fixed('{"mga":1505}', 'mga'), '1505', 'MGA'],
    ['an amount of a currency with three decimals', fixed('{"kwd":1505}', 'kwd'), '1.505', 'KWD'],
    ['an amount of any size', fixed('{"eur":90071992547409931}', 'eur'), '900719925474099.31', 'EUR'],
    ['the older single amount', fixed('{}', 'eur', { amount: 250, currency: 'eur' }), '2.5', 'EUR'],
    [
      'the older amount where there is no list',
      fixed('null', 'eur', { amount: 250, currency: 'usd' }),
      '2.5',
      'USD',
    ],
  ])('takes off %s', (_name, changes, amount, currency) => {
    expect(mapped(changes)).toMatchObject({
      kind: 'FIXED',
      amountOff: { amount, currency },
      percentOff: null,
    });
  });

  it.each([
    ['once', 'ONCE'],
    ['repeating', 'REPEATING'],
    ['forever', 'FOREVER'],
    ['weekly', 'FOREVER'],
  ])('that lasts %s is %s', (duration, expected) => {
    expect(mapped({ discount: { duration } })).toMatchObject({ duration: expected });
  });

  it('of an unknown type takes off an amount that is not known', () => {
    expect(mapped({ discount: { type: 'free_seats', basis_points: undefined } })).toMatchObject({
      kind: 'FIXED',
      amountOff: null,
      percentOff: null,
    });
  });

  it('may have no code', () => {
    expect(mapped({ discount: { code: null } })).toMatchObject({ code: null });
  });

  it('is null where the subscription has none', () => {
    expect(mapped({ discount: null })).toBeNull();
  });

  it.each<readonly [string, Row]>([
    ['share', { discount: { basis_points: undefined } }],
    ['share that is a number', { discount: { basis_points: '1250' } }],
    ['amount', fixed('{}', 'eur')],
    ['amount in the currency of the subscription', fixed('{"usd":500}', 'eur')],
    ['whole amount', fixed('{"eur":5.5}', 'eur')],
  ])('is a bad response without a %s', (_name, changes) => {
    expect(() => mapped(changes)).toThrow('polar-eu: bad-response');
  });
});
