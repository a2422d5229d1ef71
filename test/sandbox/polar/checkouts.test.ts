import { describe, expect, test } from 'vitest';
import { createPolar, idOf, type PolarUnderTest } from './support.ts';

function productId(polar: PolarUnderTest, name: string): unknown {
  return polar.items(`/v1/products/?query=${name}`).find((product) => product.name === name)?.id;
}

describe('a checkout', () => {
  test('is open for a day, for the first product, in the currency asked for', () => {
    const polar = createPolar();
    const products = [productId(polar, 'Pro'), productId(polar, 'Free')];
    const [loyalty] = polar.items('/v1/discounts/?query=loyalty');
    const { status, body } = polar.ask('POST', '/v1/checkouts/', {
      products,
      external_customer_id: 'acct-1',
      currency: 'eur',
      discount_id: loyalty?.id,
      success_url: 'https://app.example/thanks',
      metadata: { from: 'test' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'open',
      url: expect.stringMatching(/^https:\/\/polar\.example\/northwind\/checkout\/polar_c_/),
      expires_at: '2026-05-16T12:00:00.250000Z',
      amount: 2700,
      discount_amount: 540,
      net_amount: 2160,
      total_amount: 2160,
      tax_amount: null,
      currency: 'eur',
      customer_id: idOf(polar, 'acct-1'),
      customer_email: 'ada.lovelace@example.com',
      product_id: products[0],
      products: [{ name: 'Pro' }, { name: 'Free' }],
      active_trial_interval: 'day',
      success_url: 'https://app.example/thanks',
      metadata: { from: 'test' },
      discount: { type: 'percentage', basis_points: 2000 },
    });
    expect(body).not.toHaveProperty('discount.redemptions_count');
    expect(polar.items('/v1/checkouts/?external_customer_id=acct-1')).toEqual([body]);
  });

  test('for somebody unknown leaves the customer to the purchase', () => {
    const polar = createPolar();
    const { body } = polar.ask('POST', '/v1/checkouts/', {
      products: [productId(polar, 'Team')],
      external_customer_id: 'newcomer',
      seats: 4,
    });
    expect(body).toMatchObject({
      customer_id: null,
      external_customer_id: 'newcomer',
      amount: 7600,
      seats: 4,
    });
  });

  test('is refused for products and customers that do not exist', () => {
    const unknown = '7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11';
    expect(
      createPolar().ask('POST', '/v1/checkouts/', {
        products: [unknown],
        customer_id: unknown,
        discount_id: unknown,
      }),
    ).toMatchObject({
      status: 422,
      body: {
        error: 'PolarRequestValidationError',
        detail: [
          { loc: ['body', 'products', 0] },
          { loc: ['body', 'customer_id'] },
          { loc: ['body', 'discount_id'] },
        ],
      },
    });
  });

  test('is refused for an archived product', () => {
    const polar = createPolar();
    const answer = polar.ask('POST', '/v1/checkouts/', { products: [productId(polar, 'Startup (2023)')] });
    expect(answer.status).toBe(422);
  });

  test.each([
    ['no products', {}, 'missing'],
    ['an empty list', { products: [] }, 'too_short'],
    ['ids that are none', { products: ['pro'] }, 'uuid_parsing'],
    ['no list', { products: 'pro' }, 'list_type'],
    [
      'too many seats',
      { products: ['7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11'], seats: 10_001 },
      'less_than_equal',
    ],
    ['no seats', { products: ['7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11'], seats: 0 }, 'greater_than_equal'],
    [
      'a currency that Polar does not sell in',
      { products: ['7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11'], currency: 'kwd' },
      'enum',
    ],
    [
      'a product twice',
      { products: ['7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11', '7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11'] },
      'value_error',
    ],
  ])('is refused for %s', (_case, body, type) => {
    expect(createPolar().ask('POST', '/v1/checkouts/', body)).toMatchObject({
      status: 422,
      body: { error: 'RequestValidationError', detail: [{ type }] },
    });
  });
});
