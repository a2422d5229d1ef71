import { describe, expect, it } from 'vitest';
import { validate } from '../../../../src/http/validate.ts';
import {
  customerMetersSchema,
  meteredSubscriptionsSchema,
  toMeterCharges,
  toSubscriptionUsage,
  toUsage,
} from '../../../../src/providers/polar/wire/usage.ts';
import { fixture, now, plain, type Row } from '../support.ts';

const meterId = '9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d';

function meters(...changes: readonly Row[]) {
  const rows = changes.map((change) => fixture('customer-meter', change));
  return validate('polar-eu', customerMetersSchema, rows);
}

function subscriptions(...changes: readonly Row[]) {
  const rows = changes.map((change) => fixture('subscription', change));
  return validate('polar-eu', meteredSubscriptionsSchema, rows);
}

function subscriptionUsage(changes: Row): unknown {
  return plain(toSubscriptionUsage(subscriptions(changes)[0] ?? null, now));
}

describe('the usage of a Polar customer', () => {
  it('is mapped field by field', () => {
    expect(plain(toUsage(meters({}), [], now))).toEqual({
      asOf: '2026-03-10T12:00:00.000Z',
      items: [
        {
          feature: meterId,
          name: 'Rendered pages',
          unit: 'page',
          quantity: '37.5',
          limit: '250',
          unlimited: false,
          remaining: '212.5',
          charge: null,
          period: null,
          resetsAt: null,
          subscriptionId: null,
        },
      ],
      charges: [],
    });
  });

  it('has no limit where nothing was credited', () => {
    const [item] = toUsage(meters({ credited_units: 0, balance: -37.5 }), [], now).items;
    expect(plain(item)).toMatchObject({ quantity: '37.5', limit: null, unlimited: null, remaining: null });
  });

  it('may go past its limit', () => {
    const [item] = toUsage(meters({ consumed_units: 260, balance: -10 }), [], now).items;
    expect(plain(item)).toMatchObject({ limit: '250', unlimited: false, remaining: '-10' });
  });

  it('is charged by all subscriptions that give access, each meter on its own', () => {
    const charges = toMeterCharges(
      subscriptions({}, { status: 'past_due' }, { status: 'canceled' }, { meters: [] }),
    );
    const usage = toUsage(meters({}, { meter_id: 'free' }), charges, now);
    expect(plain(usage)).toMatchObject({
      items: [{ charge: { amount: '6.3', currency: 'EUR' } }, { charge: null }],
      charges: [{ amount: '6.3', currency: 'EUR' }],
    });
  });

  it('never adds charges of two currencies', () => {
    const charges = toMeterCharges(subscriptions({}, { currency: 'jpy' }));
    expect(plain(toUsage(meters({}), charges, now))).toMatchObject({
      items: [{ charge: null }],
      charges: [
        { amount: '3.15', currency: 'EUR' },
        { amount: '315', currency: 'JPY' },
      ],
    });
  });

  it.each<Row>([
    { consumed_units: undefined },
    { consumed_units: null },
    { credited_units: '250' },
    { credited_units: 2.5 },
    { balance: undefined },
    { meter: { name: null } },
  ])('is a bad response with %j', (changes) => {
    expect(() => meters(changes)).toThrow('polar-eu: bad-response');
  });
});

describe('the usage of a Polar subscription', () => {
  it('is mapped field by field', () => {
    const charge = { amount: '3.15', currency: 'EUR' };
    expect(subscriptionUsage({})).toEqual({
      asOf: '2026-03-10T12:00:00.000Z',
      items: [
        {
          feature: meterId,
          name: 'Rendered pages',
          unit: 'page',
          quantity: '12.25',
          limit: '250',
          unlimited: false,
          remaining: '237.75',
          charge,
          period: { start: '2026-03-03T08:15:45.000Z', end: '2026-04-03T08:15:45.000Z' },
          resetsAt: null,
          subscriptionId: '4c5d6e7f-8091-4a2b-b3c4-d5e6f7081920',
        },
      ],
      charges: [charge],
    });
  });

  it('counts from the start of the meter period where there is one', () => {
    const period = { start: '2026-03-09T00:00:00.000Z', end: '2026-03-16T00:00:00.000Z' };
    const changes = { current_meter_period_start: period.start, current_meter_period_end: period.end };
    expect(subscriptionUsage(changes)).toMatchObject({ items: [{ period }] });
  });

  it('is empty where no meter has a price', () => {
    expect(subscriptionUsage({ meters: [] })).toMatchObject({ items: [], charges: [] });
  });
});
