import { describe, expect, it } from 'vitest';
import { createCall, fakePolar, fixture, list, polarId, valueAt } from './support.ts';

const customer = polarId(1);

describe('Polar coupons', () => {
  it('are the discounts on subscriptions that give access, unless all are wanted', async () => {
    const row = (id: string, changes = {}) =>
      fixture('subscription', { id, customer_id: customer, ...changes });
    const { provider, sent } = fakePolar(() =>
      list(
        row('live'),
        row('late', { status: 'past_due' }),
        row('gone', { status: 'canceled' }),
        row('full-price', { discount: null }),
      ),
    );
    const active = await provider.coupons.ofCustomers([customer], { includeInactive: false }, createCall());
    const all = await provider.coupons.ofCustomers([customer], { includeInactive: true }, createCall());
    expect(valueAt(active, customer).map(({ subscriptionId }) => subscriptionId)).toEqual(['live', 'late']);
    expect(valueAt(all, customer).map(({ subscriptionId, status }) => [subscriptionId, status])).toEqual([
      ['live', 'ACTIVE'],
      ['late', 'ACTIVE'],
      ['gone', 'INACTIVE'],
    ]);
    expect(new Set(sent())).toEqual(
      new Set([`GET /v1/subscriptions/?customer_id=${customer}&limit=100&page=1`]),
    );
  });
});
