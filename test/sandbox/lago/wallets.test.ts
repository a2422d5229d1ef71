import { describe, expect, it } from 'vitest';
import { at, notFound, openSandbox, pluck } from './open-sandbox.ts';

describe('wallets', () => {
  const ask = openSandbox();
  const codes = (path: string) => pluck(at(ask(`GET ${path}`).body, 'wallets'), 'code');

  it('hold credits, and money by the rate', () => {
    const { body } = ask('GET /customers/acct-1/wallets/prepaid');
    expect(body).toMatchObject({
      wallet: {
        external_customer_id: 'acct-1',
        status: 'active',
        currency: 'EUR',
        rate_amount: '0.5',
        credits_balance: '160.25',
        balance_cents: 8013,
        credits_ongoing_usage_balance: '40.125',
        credits_ongoing_balance: '120.125',
        ongoing_balance_cents: 6006,
        consumed_credits: '239.75',
        priority: 10,
        metadata: { cost_center: 'engines', note: null },
        recurring_transaction_rules: [{ trigger: 'interval', interval: 'monthly', granted_credits: '100.0' }],
      },
    });
  });

  it('lack metadata where there is none', () => {
    const { body } = ask('GET /customers/acct-1/wallets/promo');
    expect(at(body, 'wallet')).not.toHaveProperty('metadata');
  });

  it.each([
    ['overdrawn', { credits_ongoing_balance: '-7.125', ongoing_balance_cents: -7125, balance_cents: 5000 }],
    ['yen-wallet', { credits_balance: '1500.0', balance_cents: 1500, currency: 'JPY' }],
  ])('count in the minor unit of their currency: %s', (customer, expected) => {
    expect(ask(`GET /customers/${customer}/wallets/prepaid`).body).toMatchObject({ wallet: expected });
  });

  it('are listed active and terminated, in any currency', () => {
    expect(at(ask('GET /customers/two-currencies/wallets').body, 'wallets')).toMatchObject([
      { code: 'dollars', currency: 'USD', balance_cents: 2001 },
      { code: 'more-euros', currency: 'EUR', balance_cents: 83, credits_balance: '0.33333' },
      { code: 'euros', currency: 'EUR', balance_cents: 1000 },
      {
        code: 'closed',
        status: 'terminated',
        terminated_at: '2026-07-22T13:08:06.000Z',
        balance_cents: 100000,
      },
    ]);
  });

  it.each([
    ['/customers/two-currencies/wallets?currency=USD', ['dollars']],
    ['/wallets?external_customer_id=two-currencies&currency=USD', ['dollars']],
    ['/wallets?external_customer_id=acct-1', ['promo', 'prepaid']],
  ])('filter: %s', (path, expected) => {
    expect(codes(path)).toEqual(expected);
  });

  it("are everybody's where no customer, or an array of them, is named", () => {
    const everybody = Number(at(ask('GET /wallets?per_page=1').body, 'meta', 'total_count'));
    expect(everybody).toBeGreaterThan(50);
    expect(at(ask('GET /wallets?external_customer_id[]=acct-1').body, 'meta', 'total_count')).toBe(everybody);
  });

  it.each([
    ['/wallets?external_customer_id=unknown', 'customer'],
    ['/wallets?external_customer_id=', 'customer'],
    ['/customers/unknown/wallets', 'customer'],
    ['/customers/acct-1/wallets/unknown', 'wallet'],
    ['/wallets/unknown', 'wallet'],
    ['/wallets?billing_entity_codes[]=nowhere', 'billing_entity'],
  ])('are 404: %s', (path, noun) => {
    expect(ask(`GET ${path}`)).toMatchObject(notFound(noun));
  });

  it('may be found terminated where the code was used again', () => {
    expect(ask('GET /customers/yen-wallet/wallets/empty').body).toMatchObject({
      wallet: { status: 'terminated' },
    });
  });
});
