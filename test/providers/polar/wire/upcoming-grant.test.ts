import { describe, expect, it } from 'vitest';
import { validate } from '../../../../src/http/validate.ts';
import {
  grantingSubscriptionsSchema,
  toNextRun,
} from '../../../../src/providers/polar/wire/upcoming-grant.ts';
import { fixture, now, plain, type Row } from '../support.ts';

function nextRun(changes: Row): unknown {
  const [row] = validate('polar-eu', grantingSubscriptionsSchema, [fixture('subscription', changes)]);
  return row === undefined ? undefined : plain(toNextRun(row, now));
}

const periodEnd = '2026-04-03T08:15:45.000Z';
const weekEnd = '2026-03-17T08:15:45.000Z';

describe('the next run of a Polar subscription', () => {
  const atPeriodEnd = { at: periodEnd, requiresPayment: true, pendingProductId: null };
  const atWeekEnd = { at: weekEnd, requiresPayment: false, pendingProductId: null };
  const pending = (appliesAt: string, productId: string | null) => ({
    pending_update: { id: 'u', applies_at: appliesAt, product_id: productId, seats: null, units: null },
  });

  it.each<readonly [string, Row, unknown]>([
    ['an active one renews with its period', {}, atPeriodEnd],
    ['a trial is converted with its period', { status: 'trialing' }, atPeriodEnd],
    ['a meter turns inside the period', { current_meter_period_end: weekEnd }, atWeekEnd],
    ['a meter turns with the period', { current_meter_period_end: periodEnd }, atPeriodEnd],
    ['a trial has no meter clock', { status: 'trialing', current_meter_period_end: weekEnd }, atPeriodEnd],
    ['a cancelled one does not renew', { cancel_at_period_end: true }, null],
    ['a cancelled trial is not converted', { status: 'trialing', cancel_at_period_end: true }, null],
    ['one about to pause does not renew', { pause_at_period_end: true }, null],
    ['one that knows no pause renews', { pause_at_period_end: undefined }, atPeriodEnd],
    [
      'a cancelled one still has its meter turned',
      { cancel_at_period_end: true, current_meter_period_end: weekEnd },
      atWeekEnd,
    ],
    [
      'but not when the meter turns with the period',
      { cancel_at_period_end: true, current_meter_period_end: periodEnd },
      null,
    ],
    ['nothing is due in the past', { current_period_end: '2026-03-10T11:59:59Z' }, null],
    ['nothing is due at this very moment', { current_period_end: '2026-03-10T12:00:00Z' }, null],
    ['nothing while payment is late', { status: 'past_due' }, null],
    ['nothing while paused', { status: 'paused' }, null],
    ['nothing once canceled', { status: 'canceled' }, null],
    ['nothing while unpaid', { status: 'unpaid' }, null],
    ['nothing in a state that is not known', { status: 'hibernating' }, null],
    [
      'another product from the renewal on',
      pending(periodEnd, 'next-product'),
      { ...atPeriodEnd, pendingProductId: 'next-product' },
    ],
    [
      'the same product while the other one comes later',
      pending('2026-04-03T08:15:46Z', 'next-product'),
      atPeriodEnd,
    ],
    [
      'the same product when a meter turns before the change',
      { ...pending(periodEnd, 'next-product'), current_meter_period_end: weekEnd },
      atWeekEnd,
    ],
    ['the same product when only seats change', pending(periodEnd, null), atPeriodEnd],
  ])('%s', (_name, changes, expected) => {
    expect(nextRun(changes)).toEqual(expected);
  });

  it.each<Row>([
    { current_period_end: null },
    { cancel_at_period_end: null },
    { product: { benefits: null } },
    { pending_update: { product_id: 'p' } },
  ])('is a bad response with %j', (changes) => {
    expect(() => nextRun(changes)).toThrow('polar-eu: bad-response');
  });
});
