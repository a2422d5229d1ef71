import { describe, expect, test } from 'vitest';
import { createPolar } from './support.ts';

describe('products', () => {
  test('are found by ids, and carry prices and benefits', () => {
    const polar = createPolar();
    const rows = polar.items('/v1/products/?sorting=name');
    expect(rows.map(({ name }) => name)).toEqual([
      'Enterprise',
      'Free',
      'Lifetime',
      'Pay as you go',
      'Pro',
      'Pro, by the year',
      'Startup (2023)',
      'Team',
    ]);
    const pro = polar.get(`/v1/products/${rows[4]?.id}`);
    expect(pro).toMatchObject({
      metadata: { rank: 2, weight: 0.75, popular: true, family: 'pro' },
      prices: [
        { price_currency: 'usd', price_amount: 2900 },
        {},
        {},
        { price_currency: 'jpy', price_amount: 4500 },
        {},
      ],
      medias: [],
      attached_custom_fields: [],
    });
    expect(pro).not.toHaveProperty('benefit_ids');
  });

  test.each([
    ['is_archived=true', ['Startup (2023)']],
    ['is_recurring=false', ['Lifetime']],
    ['visibility=private&visibility=draft', ['Enterprise']],
    ['metadata[weight]=0.75', ['Pro']],
    ['query=by the year', ['Pro, by the year']],
  ])('filtered by %s', (query, expected) => {
    const names = createPolar()
      .items(`/v1/products/?${query}`)
      .map(({ name }) => name);
    expect(names).toEqual(expected);
  });

  test('are found by benefit', () => {
    const polar = createPolar();
    const [channel] = polar.items('/v1/benefits/?type=slack_shared_channel');
    const names = polar.items(`/v1/products/?benefit_id=${channel?.id}&sorting=name`).map(({ name }) => name);
    expect(names).toEqual(['Enterprise', 'Team']);
  });
});

describe('discounts', () => {
  test('come in every type and duration', () => {
    const rows = createPolar().items('/v1/discounts/?sorting=created_at');
    expect(rows).toMatchObject([
      { type: 'percentage', duration: 'forever', basis_points: 2000, code: null },
      { type: 'percentage', duration: 'repeating', duration_in_months: 3 },
      { type: 'percentage', duration: 'once', basis_points: 10_000 },
      { type: 'fixed', duration: 'forever', amounts: { usd: 500, jpy: 700 }, amount: 500, currency: 'usd' },
      { type: 'fixed', duration: 'repeating', duration_in_months: 12 },
      { type: 'fixed', duration: 'once', max_redemptions_per_customer: 1 },
      { ends_at: '2026-03-16T12:00:00.250000Z' },
      { starts_at: '2026-07-14T12:00:00.250000Z' },
      { max_redemptions: 10, redemptions_count: 10 },
    ]);
  });

  test('are searched by name alone, and carry their products', () => {
    const polar = createPolar();
    expect(polar.items('/v1/discounts/?query=EXPIRED')).toEqual([]);
    const [welcome] = polar.items('/v1/discounts/?query=welc');
    expect(welcome?.products).toMatchObject([{ name: 'Pro' }, { name: 'Pro, by the year' }]);
    expect(welcome?.products).not.toHaveProperty('0.prices');
    expect(polar.get(`/v1/discounts/${welcome?.id}`)).toEqual(welcome);
  });
});

describe('orders', () => {
  test('are none, but asked for properly', () => {
    const polar = createPolar();
    expect(polar.items('/v1/orders/?status=paid')).toEqual([]);
    expect(polar.ask('GET', '/v1/orders/?status=lost').status).toBe(422);
    expect(polar.ask('GET', '/v1/orders/?customer_id=acct-1').status).toBe(422);
    expect(polar.ask('GET', '/v1/orders/7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11').status).toBe(404);
  });
});
