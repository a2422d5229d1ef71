import { describe, expect, it } from 'vitest';
import { type Ask, at, invalid, notFound, openSandbox, textAt } from './open-sandbox.ts';

describe('POST /wallets', () => {
  const create = (ask: Ask, wallet: object) => ask('POST /wallets', { wallet });
  const minimal = { external_customer_id: 'nobody', currency: 'USD', rate_amount: '2' };

  it('answers with an empty wallet, whose first credits arrive at once after', () => {
    const ask = openSandbox();
    const { status, body } = create(ask, {
      ...minimal,
      name: 'My Wallet',
      granted_credits: '10.5',
      paid_credits: '4',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      wallet: {
        code: 'my_wallet',
        rate_amount: '2.0',
        credits_balance: '0.0',
        balance_cents: 0,
        priority: 50,
      },
    });
    const id = textAt(body, 'wallet', 'lago_id');
    expect(ask(`GET /wallets/${id}`).body).toMatchObject({
      wallet: { credits_balance: '10.5', balance_cents: 2100 },
    });
    expect(at(ask(`GET /wallets/${id}/wallet_transactions`).body, 'wallet_transactions')).toHaveLength(2);
    expect(ask('GET /customers/nobody').body).toMatchObject({ customer: { currency: 'USD' } });
  });

  it('takes one recurring rule', () => {
    const rule = { trigger: 'interval', interval: 'weekly', method: 'target', target_ongoing_balance: '50' };
    const { body } = create(openSandbox(), { ...minimal, recurring_transaction_rules: [rule] });
    expect(at(body, 'wallet', 'recurring_transaction_rules')).toMatchObject([
      {
        ...rule,
        target_ongoing_balance: '50.0',
        grants_target_top_up: false,
        status: 'active',
        started_at: null,
      },
    ]);
  });

  it('works below the customer too', () => {
    const ask = openSandbox();
    const { body } = ask('POST /customers/nobody/wallets', { wallet: { currency: 'EUR', rate_amount: '1' } });
    expect(body).toMatchObject({ wallet: { external_customer_id: 'nobody', code: 'default' } });
  });

  it.each([
    [{ external_customer_id: 'unknown' }, { customer: ['customer_not_found'] }],
    [{ granted_credits: 10 }, { granted_credits: ['invalid_granted_credits', 'invalid_amount'] }],
    [{ paid_credits: 'ten' }, { paid_credits: ['invalid_paid_credits', 'invalid_amount'] }],
    [{ currency: 'XXX' }, { currency: ['value_is_invalid'] }],
    [{ rate_amount: '0' }, { rate_amount: ['value_is_invalid'] }],
    [{ priority: 51 }, { priority: ['value_is_out_of_range'] }],
    [{ expiration_at: '2020-01-01T00:00:00Z' }, { expiration_at: ['invalid_date'] }],
    [{ external_customer_id: 'acct-1', code: 'prepaid' }, { code: ['value_already_exist'] }],
    [
      { recurring_transaction_rules: [{ trigger: 'interval' }] },
      { recurring_transaction_rules: ['invalid_recurring_rule'] },
    ],
    [
      { recurring_transaction_rules: [{ interval: 'weekly' }, { interval: 'weekly' }] },
      { recurring_transaction_rules: ['invalid_number_of_recurring_rules'] },
    ],
  ])('refuses %j', (input, details) => {
    expect(create(openSandbox(), { ...minimal, ...input })).toMatchObject(invalid(details));
  });

  it('gives nobody more than six active wallets', () => {
    const ask = openSandbox();
    const statuses = Array.from({ length: 7 }, () => create(ask, minimal).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 422]);
    expect(create(ask, minimal)).toMatchObject(invalid({ customer: ['wallet_limit_reached'] }));
  });
});

describe('PUT and DELETE', () => {
  it('change what is sent and leave the rest', () => {
    const ask = openSandbox();
    const { body } = ask('PUT /customers/acct-1/wallets/promo', {
      wallet: { name: 'Promotion', priority: 1 },
    });
    expect(body).toMatchObject({
      wallet: { name: 'Promotion', code: 'promo', priority: 1, credits_balance: '15.0' },
    });
    const id = textAt(body, 'wallet', 'lago_id');
    expect(ask(`PUT /wallets/${id}`, { wallet: { expiration_at: null } }).body).toMatchObject({
      wallet: { name: 'Promotion', expiration_at: null },
    });
    expect(ask(`PUT /wallets/${id}`, { wallet: { code: 'prepaid' } })).toMatchObject(
      invalid({ code: ['value_already_exist'] }),
    );
  });

  it('change a rule under its own id', () => {
    const ask = openSandbox();
    const { body } = ask('GET /customers/acct-1/wallets/prepaid');
    const rule = textAt(body, 'wallet', 'recurring_transaction_rules', 0, 'lago_id');
    const input = { recurring_transaction_rules: [{ lago_id: rule, granted_credits: '7' }] };
    expect(ask('PUT /customers/acct-1/wallets/prepaid', { wallet: input }).body).toMatchObject({
      wallet: {
        recurring_transaction_rules: [{ lago_id: rule, interval: 'monthly', granted_credits: '7.0' }],
      },
    });
  });

  it('terminate a wallet and its rules; it stays readable', () => {
    const ask = openSandbox();
    const { body } = ask('DELETE /customers/acct-1/wallets/prepaid');
    expect(body).toMatchObject({
      wallet: {
        status: 'terminated',
        terminated_at: '2026-08-21T13:08:06.000Z',
        recurring_transaction_rules: [],
        credits_balance: '160.25',
      },
    });
    expect(ask(`DELETE /wallets/${textAt(body, 'wallet', 'lago_id')}`).body).toEqual(body);
    expect(ask('DELETE /wallets/unknown')).toMatchObject(notFound('wallet'));
  });
});
