import { describe, expect, test } from 'vitest';
import {
  isLive,
  subscriptionSchema,
  toSubscription,
} from '../../../../src/providers/flexprice/wire/subscription.ts';
import { rowLike } from '../support.ts';

const rowWith = (changes: Readonly<Record<string, unknown>>) =>
  subscriptionSchema.parse(rowLike('subscriptions', changes));

const mapped = (changes: Readonly<Record<string, unknown>>) => toSubscription(rowWith(changes));

describe('a subscription', () => {
  test.each([
    ['active', 'ACTIVE', true],
    ['trialing', 'TRIALING', true],
    ['paused', 'PAUSED', false],
    ['cancelled', 'CANCELED', false],
    ['incomplete', 'INCOMPLETE', false],
    ['draft', 'PENDING', false],
    ['hibernating', 'UNKNOWN', false],
    ['', 'UNKNOWN', false],
  ])('of the status "%s" is %s', (word, status, live) => {
    expect(mapped({ subscription_status: word })).toMatchObject({ status, providerStatus: word });
    expect(isLive(rowWith({ subscription_status: word }))).toBe(live);
  });

  const when = '2026-11-30T23:30:00.123456789+05:30';
  const instant = new Date('2026-11-30T18:00:00.123Z');
  const periodEnd = new Date('2026-12-05T00:00:00Z');

  test.each([
    [{ cancel_at: null, cancel_at_period_end: false }, null],
    [{ cancel_at: when, cancel_at_period_end: false }, instant],
    [{ cancel_at: when, cancel_at_period_end: true }, instant],
    [{ cancel_at: null, cancel_at_period_end: true }, periodEnd],
    [{ cancel_at: '0001-01-01T00:00:00Z', cancel_at_period_end: true }, periodEnd],
  ])('with %o is cancelled at the right time', (changes, cancelsAt) => {
    expect(mapped(changes).cancelsAt).toEqual(cancelsAt);
  });

  test.each([
    [{ subscription_status: 'active', cancelled_at: when, end_date: when }, null],
    [{ subscription_status: 'paused', cancelled_at: when }, null],
    [{ subscription_status: 'cancelled', cancelled_at: when, end_date: '2027-01-01T00:00:00Z' }, instant],
    [{ subscription_status: 'cancelled', end_date: when }, instant],
    [{ subscription_status: 'cancelled' }, null],
  ])('with %o has ended at the right time', (changes, endedAt) => {
    expect(mapped(changes).endedAt).toEqual(endedAt);
  });

  test.each([
    [{ plan: { id: 'plan_a', lookup_key: 'pro', name: 'Pro' } }, 'pro', 'Pro'],
    [{ plan: { id: 'plan_a', lookup_key: '', name: '' }, plan_id: 'plan_a' }, 'plan_a', null],
    [{ plan: null, plan_id: 'plan_a' }, 'plan_a', null],
    [{ plan: undefined, plan_id: '' }, null, null],
  ])('with %o names its plan', (changes, plan, planName) => {
    expect(mapped(changes)).toMatchObject({ plan, planName });
  });

  test('has no current period before it has one', () => {
    expect(mapped({ current_period_start: '0001-01-01T00:00:00Z' }).currentPeriod).toBeNull();
  });

  test.each([
    { id: '' },
    { subscription_status: undefined },
    { currency: 'pounds' },
    { start_date: '5 October' },
    { cancel_at_period_end: undefined },
  ])('is refused with %o', (changes) => {
    expect(() => rowWith(changes)).toThrow();
  });
});
