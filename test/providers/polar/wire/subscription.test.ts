import { describe, expect, it } from 'vitest';
import { validate } from '../../../../src/http/validate.ts';
import {
  givesAccess,
  subscriptionsSchema,
  toSubscription,
} from '../../../../src/providers/polar/wire/subscription.ts';
import { fixture, parsed, plain, type Row } from '../support.ts';

function mapped(changes: Row = {}): unknown {
  const rows = [fixture('subscription', changes)];
  return plain(validate('polar-eu', subscriptionsSchema, rows).map(toSubscription)[0]);
}

describe('a Polar subscription', () => {
  it('is mapped field by field', () => {
    expect(mapped()).toEqual({
      key: '4c5d6e7f-8091-4a2b-b3c4-d5e6f7081920',
      subscriptionId: '4c5d6e7f-8091-4a2b-b3c4-d5e6f7081920',
      status: 'ACTIVE',
      providerStatus: 'active',
      plan: '6e7f8091-a2b3-4c4d-95e6-f70819203142',
      planName: 'Press',
      price: { amount: '49', currency: 'EUR' },
      currentPeriod: { start: '2026-03-03T08:15:45.000Z', end: '2026-04-03T08:15:45.000Z' },
      trialEndsAt: '2025-11-17T08:15:45.000Z',
      cancelsAt: null,
      startedAt: '2025-11-03T08:15:45.000Z',
      endedAt: null,
    });
  });

  it.each([
    ['trialing', 'TRIALING', true],
    ['active', 'ACTIVE', true],
    ['past_due', 'PAST_DUE', true],
    ['unpaid', 'PAST_DUE', false],
    ['paused', 'PAUSED', false],
    ['canceled', 'CANCELED', false],
    ['incomplete', 'INCOMPLETE', false],
    ['incomplete_expired', 'ENDED', false],
    ['hibernating', 'UNKNOWN', false],
  ])('that is %s is %s', (word, status, access) => {
    expect(mapped({ status: word })).toMatchObject({ status, providerStatus: word });
    expect(givesAccess({ status: word })).toBe(access);
  });

  it.each<readonly [string, Row, string | null]>([
    ['never, unless decided', {}, null],
    ['with the period', { cancel_at_period_end: true }, '2026-04-03T08:15:45.000Z'],
    [
      'when Polar says',
      { cancel_at_period_end: true, ends_at: '2026-04-30T02:00:00+02:00' },
      '2026-04-30T00:00:00.000Z',
    ],
  ])('is cancelled %s', (_name, changes, cancelsAt) => {
    expect(mapped(changes)).toMatchObject({ cancelsAt });
  });

  it.each([
    ['jpy', '4900', '4900'],
    ['usd', '4905', '49.05'],
    ['kwd', '4905', '4.905'],
    ['isk', '4905', '49.05'],
    ['EUR', '900719925474099312', '9007199254740993.12'],
    ['eur', '0', '0'],
  ])('in %s has the price %s as %s', (currency, amount, price) => {
    expect(mapped({ currency, amount: parsed(amount) })).toMatchObject({
      price: { amount: price, currency: currency.toUpperCase() },
    });
  });

  it('tells times to the millisecond, whatever their offset', () => {
    const changes = { started_at: '2025-11-03T08:15:45.678912-05:30', ended_at: '0001-01-01T00:00:00Z' };
    expect(mapped(changes)).toMatchObject({ startedAt: '2025-11-03T13:45:45.678Z', endedAt: null });
  });

  it('may lack a period, a trial and a product name', () => {
    const changes = { current_period_start: null, trial_end: undefined, product: { name: '' } };
    expect(mapped(changes)).toMatchObject({ currentPeriod: null, trialEndsAt: null, planName: null });
  });

  it.each<Row>([
    { amount: undefined },
    { amount: null },
    { amount: '4900' },
    { amount: 49.5 },
    { currency: undefined },
    { currency: 'euro' },
    { status: undefined },
    { cancel_at_period_end: undefined },
  ])('is a bad response with %j', (changes) => {
    expect(() => mapped(changes)).toThrow('polar-eu: bad-response');
  });
});
