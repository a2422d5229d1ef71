import { describe, expect, it } from 'vitest';
import { at, notFound, openSandbox, pluck, textAt } from './open-sandbox.ts';

describe('subscription lists', () => {
  const ask = openSandbox();
  const ids = (path: string) => pluck(at(ask(`GET ${path}`).body, 'subscriptions'), 'external_id');
  const many = '/customers/many-subscriptions/subscriptions';
  const total = (query: string) => Number(at(ask(`GET /subscriptions?${query}`).body, 'meta', 'total_count'));

  it('hold active ones, the latest first, and their amounts', () => {
    expect(at(ask(`GET ${many}`).body, 'subscriptions')).toMatchObject([
      { external_id: 'many-yearly', plan_code: 'enterprise_eur', billing_time: 'anniversary' },
      { external_id: 'many/dollars', plan_amount_cents: 4900, plan_amount_currency: 'USD' },
      { external_id: 'many.v1.0', external_customer_id: 'many-subscriptions' },
    ]);
  });

  it('tell the time of starting to the millisecond and the current period', () => {
    expect(at(ask('GET /customers/acct-1/subscriptions').body, 'subscriptions', 0)).toMatchObject({
      name: 'Main workspace',
      started_at: '2025-12-24T13:08:06.123Z',
      subscription_at: '2025-12-24T13:08:06Z',
      current_billing_period_started_at: '2026-07-31T22:00:00Z',
      current_billing_period_ending_at: '2026-08-31T21:59:59Z',
      activation_rules: [],
    });
  });

  it('lack what only the single subscription has', () => {
    const item = at(ask('GET /customers/acct-1/subscriptions').body, 'subscriptions', 0);
    const single = at(ask('GET /subscriptions/sub-acct-1').body, 'subscription');
    const more = { applied_invoice_custom_sections: [], applicable_usage_thresholds: [] };
    expect(single).toMatchObject({
      ...Object(item),
      ...more,
      plan: { code: 'pro_eur' },
      entitlements: [{}, {}, {}, {}],
    });
    for (const key of ['plan', 'entitlements', ...Object.keys(more)]) expect(item).not.toHaveProperty(key);
  });

  it.each([
    [`${many}?status[]=canceled`, ['many-payment-failed', 'many-called-off']],
    [`${many}?status[]=incomplete`, ['many-unpaid']],
    [
      `${many}?status[]=incomplete&status[]=canceled`,
      ['many-unpaid', 'many-payment-failed', 'many-called-off'],
    ],
    [`${many}?status=canceled`, ['many-yearly', 'many/dollars', 'many.v1.0']],
    [`${many}?plan_code=pro_usd`, ['many/dollars']],
    [`${many}?currency=USD`, ['many/dollars']],
    [`${many}?external_id=many.v1.0`, ['many.v1.0']],
    [`${many}?overridden=true`, []],
    ['/subscriptions?external_customer_id=acct-1', ['sub-acct-1']],
    ['/subscriptions?external_customer_id=unknown', []],
  ])('filter: %s', (path, expected) => {
    expect(ids(path)).toEqual(expected);
  });

  it('show every state as soon as one state is unknown', () => {
    expect(ids(`${many}?status[]=active&status[]=asleep`)).toHaveLength(6);
  });

  it("are everybody's where customers come as an array", () => {
    expect(total('external_customer_id[]=acct-1')).toBe(total(''));
    expect(total('')).toBeGreaterThan(50);
  });

  it('are 404 below an unknown customer', () => {
    expect(ask('GET /customers/unknown/subscriptions')).toMatchObject(notFound('customer'));
    expect(ask('GET /subscriptions?billing_entity_codes[]=nowhere')).toMatchObject(
      notFound('billing_entity'),
    );
  });

  it('show an upgrade as two rows with one external id', () => {
    const upgrades = at(ask('GET /subscriptions?status[]=terminated&per_page=200').body, 'subscriptions');
    const [left] = Array.isArray(upgrades)
      ? upgrades.filter((row) => at(row, 'next_plan_code') !== null)
      : [];
    const id = textAt(left, 'external_id');
    expect(
      at(
        ask(`GET /subscriptions?external_id=${id}&status[]=active&status[]=terminated`).body,
        'subscriptions',
      ),
    ).toMatchObject([
      { status: 'active', plan_code: textAt(left, 'next_plan_code') },
      { status: 'terminated', current_billing_period_started_at: null },
    ]);
    expect(ask(`GET /subscriptions/${id}`).body).toMatchObject({ subscription: { status: 'active' } });
    expect(ask(`GET /subscriptions/${id}?status=terminated`).body).toMatchObject({
      subscription: { status: 'terminated' },
    });
  });
});
