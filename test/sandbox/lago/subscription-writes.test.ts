import { describe, expect, it } from 'vitest';
import { type Ask, at, invalid, notFound, openSandbox } from './open-sandbox.ts';

const subscribe = (ask: Ask, subscription: object) => ask('POST /subscriptions', { subscription });

describe('POST /subscriptions', () => {
  it('creates the customer too, with a trimmed id and the currency of the plan', () => {
    const ask = openSandbox();
    const input = { external_customer_id: ' fresh ', external_id: ' s1 ', plan_code: 'pro_jpy' };
    const { status, body } = subscribe(ask, input);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      subscription: {
        external_id: 's1',
        external_customer_id: 'fresh',
        status: 'active',
        plan: { code: 'pro_jpy' },
      },
    });
    expect(ask('GET /customers/fresh').body).toMatchObject({ customer: { currency: 'JPY' } });
    expect(ask('GET /customers/fresh/current_usage?external_subscription_id=s1').status).toBe(200);
  });

  it('waits where it is to begin later', () => {
    const ask = openSandbox();
    const input = { external_customer_id: 'nobody', external_id: 's1', plan_code: 'pro_eur' };
    expect(subscribe(ask, { ...input, subscription_at: '2027-01-01' }).body).toMatchObject({
      subscription: { status: 'pending', started_at: null, subscription_at: '2027-01-01T00:00:00Z' },
    });
    expect(ask('GET /subscriptions/s1')).toMatchObject(notFound('subscription'));
    expect(ask('GET /subscriptions/s1?status=pending').status).toBe(200);
  });

  it('upgrades at once and downgrades at the end of the period', () => {
    const ask = openSandbox();
    const input = { external_customer_id: 'acct-1', external_id: 'sub-acct-1' };
    expect(subscribe(ask, { ...input, plan_code: 'enterprise_eur' }).body).toMatchObject({
      subscription: { plan_code: 'enterprise_eur', previous_plan_code: 'pro_eur', status: 'active' },
    });
    expect(ask('GET /subscriptions/sub-acct-1?status=terminated').body).toMatchObject({
      subscription: { plan_code: 'pro_eur', next_plan_code: 'enterprise_eur' },
    });
    expect(subscribe(ask, { ...input, plan_code: 'starter_eur' }).body).toMatchObject({
      subscription: { plan_code: 'enterprise_eur', next_plan_code: 'starter_eur', status: 'active' },
    });
    expect(ask('GET /subscriptions/sub-acct-1?status=pending').body).toMatchObject({
      subscription: { plan_code: 'starter_eur', subscription_at: '2026-12-31T23:00:00Z' },
    });
  });

  it('leaves a subscription to the same plan alone', () => {
    const ask = openSandbox();
    const before = at(ask('GET /subscriptions/sub-acct-1').body, 'subscription', 'lago_id');
    const input = { external_customer_id: 'acct-1', external_id: 'sub-acct-1', plan_code: 'pro_eur' };
    expect(at(subscribe(ask, input).body, 'subscription', 'lago_id')).toBe(before);
  });

  it.each([
    [{ external_customer_id: 'a', plan_code: 'pro_eur' }, invalid({ external_id: ['value_is_mandatory'] })],
    [{ external_id: 's', plan_code: 'pro_eur' }, invalid({ external_customer_id: ['value_is_mandatory'] })],
    [{ external_customer_id: 'a', external_id: 's', plan_code: 'unknown' }, notFound('plan')],
    [
      { external_customer_id: 'a', external_id: 's', plan_code: 'pro_eur', ending_at: '2020-01-01' },
      invalid({ ending_at: ['invalid_date'] }),
    ],
    [
      { external_customer_id: 'a', external_id: 'sub-acct-1', plan_code: 'pro_eur' },
      invalid({ external_id: ['value_already_exist'] }),
    ],
  ])('refuses %j', (input, refusal) => {
    const ask = openSandbox();
    expect(subscribe(ask, input)).toMatchObject(refusal);
    expect(ask('GET /customers/a').status).toBe(404);
  });
});

describe('DELETE /subscriptions/{id}', () => {
  it('terminates, after which there is nothing active to be found', () => {
    const ask = openSandbox();
    expect(ask('DELETE /subscriptions/sub-acct-1?on_termination_invoice=skip').body).toMatchObject({
      subscription: {
        status: 'terminated',
        terminated_at: '2026-08-21T13:08:06Z',
        on_termination_invoice: 'skip',
      },
    });
    expect(ask('DELETE /subscriptions/sub-acct-1')).toMatchObject(notFound('subscription'));
    expect(ask('GET /customers/acct-1/current_usage?external_subscription_id=sub-acct-1').status).toBe(405);
    expect(ask('GET /customers/acct-1/past_usage?external_subscription_id=sub-acct-1').body).toMatchObject({
      meta: { total_count: 6 },
    });
  });

  it('calls off what waits', () => {
    const ask = openSandbox();
    const input = { external_customer_id: 'nobody', external_id: 's1', plan_code: 'pro_eur' };
    subscribe(ask, { ...input, subscription_at: '2027-01-01' });
    expect(ask('DELETE /subscriptions/s1')).toMatchObject(notFound('subscription'));
    expect(ask('DELETE /subscriptions/s1?status=pending').body).toMatchObject({
      subscription: { status: 'canceled', canceled_at: '2026-08-21T13:08:06Z' },
    });
  });

  it('knows how an end may be settled', () => {
    const ask = openSandbox();
    expect(ask('DELETE /subscriptions/sub-acct-1?on_termination_credit_note=burn')).toMatchObject(
      invalid({ on_termination_credit_note: ['value_is_invalid'] }),
    );
    expect(ask('DELETE /subscriptions/sub-acct-1?on_termination_invoice=burn').status).toBe(422);
    expect(ask('GET /subscriptions/sub-acct-1').status).toBe(200);
  });
});
