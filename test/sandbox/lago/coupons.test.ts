import { describe, expect, it } from 'vitest';
import { at, invalid, notAllowed, notFound, openSandbox, pluck, textAt } from './open-sandbox.ts';

describe('applied coupons', () => {
  const ask = openSandbox();
  const codes = (path: string) => pluck(at(ask(`GET ${path}`).body, 'applied_coupons'), 'coupon_code');

  it('are listed in both states, with what they took off', () => {
    const { body } = ask('GET /customers/acct-1/applied_coupons');
    expect(at(body, 'applied_coupons')).toMatchObject([
      {
        coupon_code: 'SPRING20',
        status: 'active',
        percentage_rate: '20.0',
        amount_cents: null,
        amount_cents_remaining: null,
        frequency: 'recurring',
        frequency_duration: 6,
        frequency_duration_remaining: 4,
      },
      {
        coupon_code: 'WELCOME25',
        external_customer_id: 'acct-1',
        amount_cents: 2500,
        amount_currency: 'EUR',
        amount_cents_remaining: 1450,
        percentage_rate: null,
        frequency: 'once',
        credits: [
          {
            amount_cents: 1050,
            item: { type: 'coupon', code: 'WELCOME25' },
            invoice: { payment_status: 'succeeded' },
          },
        ],
      },
      { coupon_code: 'BLACKFRIDAY', status: 'terminated', coupon_status: 'terminated', credits: [] },
    ]);
  });

  it.each([
    ['/customers/acct-1/applied_coupons?status=active', ['SPRING20', 'WELCOME25']],
    ['/customers/acct-1/applied_coupons?status=terminated', ['BLACKFRIDAY']],
    ['/customers/acct-1/applied_coupons?status=paused', ['SPRING20', 'WELCOME25', 'BLACKFRIDAY']],
    ['/customers/acct-1/applied_coupons?coupon_code[]=WELCOME25', ['WELCOME25']],
    ['/customers/acct-1/applied_coupons?coupon_code=WELCOME25', ['SPRING20', 'WELCOME25', 'BLACKFRIDAY']],
    ['/applied_coupons?external_customer_id=acct-1&status=active', ['SPRING20', 'WELCOME25']],
    ['/applied_coupons?external_customer_id=unknown', []],
  ])('filter: %s', (path, expected) => {
    expect(codes(path)).toEqual(expected);
  });

  it("are everybody's where the customer comes as an array", () => {
    const everybody = codes('/applied_coupons').length;
    expect(codes('/applied_coupons?external_customer_id[]=acct-1')).toHaveLength(everybody);
    expect(everybody).toBeGreaterThan(20);
  });

  it('are 404 below an unknown customer', () => {
    expect(ask('GET /customers/unknown/applied_coupons')).toMatchObject(notFound('customer'));
  });

  it('outlive their coupon', () => {
    expect(at(ask('GET /customers/coupons-usd/applied_coupons').body, 'applied_coupons')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ coupon_code: 'RETIRED', coupon_deleted_at: expect.stringMatching(/Z$/) }),
        expect.objectContaining({
          coupon_code: 'BLACKFRIDAY',
          status: 'active',
          coupon_status: 'terminated',
        }),
        expect.objectContaining({ coupon_code: 'SUMMER5', frequency_duration_remaining: 1 }),
      ]),
    );
  });
});

describe('POST /applied_coupons', () => {
  const apply = (ask: ReturnType<typeof openSandbox>, input: object) =>
    ask('POST /applied_coupons', { applied_coupon: input });

  it('gives a coupon, which then is listed', () => {
    const ask = openSandbox();
    const { status, body } = apply(ask, { external_customer_id: 'nobody', coupon_code: 'SUMMER5' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      applied_coupon: {
        external_customer_id: 'nobody',
        status: 'active',
        amount_cents: 500,
        amount_cents_remaining: null,
        frequency_duration_remaining: 3,
        created_at: '2026-08-21T13:08:06Z',
      },
    });
    expect(at(body, 'applied_coupon')).not.toHaveProperty('credits');
    expect(at(ask('GET /customers/nobody/applied_coupons').body, 'meta', 'total_count')).toBe(1);
  });

  it('lets the input go before the coupon', () => {
    const input = {
      external_customer_id: 'nobody',
      coupon_code: 'SUMMER5',
      amount_cents: 750,
      frequency: 'once',
    };
    expect(apply(openSandbox(), input).body).toMatchObject({
      applied_coupon: { amount_cents: 750, amount_cents_remaining: 750, frequency_duration: null },
    });
  });

  it('gives a customer without a currency that of the coupon', () => {
    const ask = openSandbox();
    apply(ask, { external_customer_id: 'nobody', coupon_code: 'YEN500' });
    expect(ask('GET /customers/nobody').body).toMatchObject({ customer: { currency: 'JPY' } });
  });

  it.each([
    [{ external_customer_id: 'unknown', coupon_code: 'SUMMER5' }, notFound('customer')],
    [{ coupon_code: 'SUMMER5' }, notFound('customer')],
    [{ external_customer_id: 'acct-1', coupon_code: 'UNKNOWN' }, notFound('coupon')],
    [{ external_customer_id: 'acct-1', coupon_code: 'BLACKFRIDAY' }, notFound('coupon')],
    [{ external_customer_id: 'acct-1', coupon_code: 'RETIRED' }, notFound('coupon')],
    [
      { external_customer_id: 'acct-1', coupon_code: 'WELCOME25' },
      invalid({ coupon: ['coupon_is_not_reusable'] }),
    ],
    [{ external_customer_id: 'coupons-usd', coupon_code: 'PRO-B' }, notAllowed('plan_overlapping')],
    [
      { external_customer_id: 'nobody', coupon_code: 'THIRD', frequency: 'recurring' },
      invalid({ frequency_duration: ['value_is_mandatory'] }),
    ],
    [
      { external_customer_id: 'nobody', coupon_code: 'SUMMER5', amount_cents: 0 },
      invalid({ amount_cents: ['value_is_out_of_range'] }),
    ],
  ])('refuses %j', (input, refusal) => {
    expect(apply(openSandbox(), input)).toMatchObject(refusal);
  });

  it('is not safe to repeat with a reusable coupon', () => {
    const ask = openSandbox();
    const input = { external_customer_id: 'nobody', coupon_code: 'SUMMER5' };
    const ids = [1, 2].map(() => textAt(apply(ask, input).body, 'applied_coupon', 'lago_id'));
    expect(new Set(ids).size).toBe(2);
  });
});

describe('DELETE /customers/{id}/applied_coupons/{id}', () => {
  it('terminates, may be repeated, and does not make the coupon reusable', () => {
    const ask = openSandbox();
    const welcome = textAt(
      ask('GET /customers/acct-1/applied_coupons?coupon_code[]=WELCOME25').body,
      'applied_coupons',
      0,
      'lago_id',
    );
    const remove = () => ask(`DELETE /customers/acct-1/applied_coupons/${welcome}`);
    const { status, body } = remove();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      applied_coupon: { lago_id: welcome, status: 'terminated', terminated_at: '2026-08-21T13:08:06Z' },
    });
    expect(remove().body).toEqual(body);
    expect(
      ask('POST /applied_coupons', {
        applied_coupon: { external_customer_id: 'acct-1', coupon_code: 'WELCOME25' },
      }).status,
    ).toBe(422);
  });

  it('is 404 for an unknown customer and for what the customer does not have', () => {
    const ask = openSandbox();
    const { body } = ask('GET /customers/acme/applied_coupons');
    const other = textAt(body, 'applied_coupons', 0, 'lago_id');
    const coupon = textAt(body, 'applied_coupons', 0, 'lago_coupon_id');
    expect(ask(`DELETE /customers/unknown/applied_coupons/${other}`)).toMatchObject(notFound('customer'));
    expect(ask(`DELETE /customers/acct-1/applied_coupons/${other}`)).toMatchObject(
      notFound('applied_coupon'),
    );
    expect(ask(`DELETE /customers/acme/applied_coupons/${coupon}`)).toMatchObject(notFound('applied_coupon'));
  });
});

describe('coupon definitions', () => {
  it('are listed with their limits', () => {
    const ask = openSandbox();
    expect(ask('GET /coupons/PRO-A').body).toMatchObject({
      coupon: {
        coupon_type: 'percentage',
        percentage_rate: '10.0',
        limited_plans: true,
        plan_codes: ['pro_eur', 'pro_usd'],
        limited_billable_metrics: false,
        expiration: 'no_expiration',
      },
    });
    expect(ask('GET /coupons/CALLS-ONLY').body).toMatchObject({
      coupon: { limited_billable_metrics: true, billable_metric_codes: ['api_calls'] },
    });
    expect(pluck(at(ask('GET /coupons').body, 'coupons'), 'code')).toContain('BLACKFRIDAY');
  });

  it('are gone when deleted', () => {
    const ask = openSandbox();
    expect(ask('GET /coupons/RETIRED')).toMatchObject(notFound('coupon'));
    expect(pluck(at(ask('GET /coupons').body, 'coupons'), 'code')).not.toContain('RETIRED');
  });
});
