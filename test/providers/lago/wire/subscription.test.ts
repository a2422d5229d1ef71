import { describe, expect, it } from 'vitest';
import { subscriptionSchema, toSubscription } from '../../../../src/providers/lago/wire/subscription.ts';
import { type Fields, fixtureRecord, plain } from '../support.ts';

const record = fixtureRecord('subscriptions', 'subscriptions');

function map(fields: Fields) {
  return plain(toSubscription(subscriptionSchema.parse({ ...record, ...fields })));
}

describe('toSubscription', () => {
  it.each([
    ['pending', 'PENDING'],
    ['active', 'ACTIVE'],
    ['terminated', 'ENDED'],
    ['canceled', 'CANCELED'],
    ['incomplete', 'INCOMPLETE'],
    ['hibernating', 'UNKNOWN'],
    ['', 'UNKNOWN'],
  ])('calls %s %s and keeps the word', (status, expected) => {
    expect(map({ status })).toMatchObject({ status: expected, providerStatus: status });
  });

  const end = '2026-02-28T12:00:00.999Z';

  it.each([
    [{ ending_at: end }, { cancelsAt: end, endedAt: null }],
    [
      { ending_at: end, terminated_at: end },
      { cancelsAt: null, endedAt: end },
    ],
    [
      { ending_at: null, canceled_at: end },
      { cancelsAt: null, endedAt: end },
    ],
    [{ terminated_at: '2026-02-01T00:00:00Z', canceled_at: end }, { endedAt: '2026-02-01T00:00:00.000Z' }],
    [{ current_billing_period_ending_at: null }, { currentPeriod: null }],
    [{ current_billing_period_started_at: null }, { currentPeriod: null }],
    [
      { started_at: null, trial_ended_at: null },
      { startedAt: null, trialEndsAt: null },
    ],
    [{ plan_amount_cents: 0 }, { price: { amount: '0', currency: 'EUR' } }],
    [
      { plan_amount_cents: 4900, plan_amount_currency: 'JPY' },
      { price: { amount: '4900', currency: 'JPY' } },
    ],
    [{ plan_amount_cents: 4900, plan_amount_currency: 'KWD' }, { price: { amount: '4.9', currency: 'KWD' } }],
  ])('reads %j as %j', (fields, expected) => {
    expect(map(fields)).toMatchObject(expected);
  });

  it.each([
    { lago_id: null },
    { external_id: null },
    { plan_amount_cents: null },
    { plan_amount_cents: '4900' },
    { plan_amount_cents: 1.5 },
    { plan_amount_currency: null },
    { started_at: 'soon' },
  ])('refuses %j', (fields) => {
    expect(subscriptionSchema.safeParse({ ...record, ...fields }).success).toBe(false);
  });
});
