import { Client, getLagoError } from 'lago-javascript-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulator, type RunningServer, serve } from '../../src/sandbox/http-server.ts';
import { createLagoSandbox } from '../../src/sandbox/lago/create-lago-sandbox.ts';

const apiKey = 'key-of-the-official-client';
const options = { now: () => new Date('2026-08-21T13:08:06.789Z'), apiKey };

let emulator: Emulator;
let server: RunningServer;
let lago: ReturnType<typeof Client>;

beforeAll(async () => {
  server = await serve(
    (request) => emulator(request),
    0,
    () => {},
  );
  lago = Client(apiKey, { baseUrl: `${server.url}/api/v1` });
});
beforeEach(() => {
  emulator = createLagoSandbox(options);
});
afterAll(() => server.close());

/** The body of the refusal that the client throws. */
async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return getLagoError(error);
  }
  throw new Error('nothing was refused');
}

/** The client writes ids into paths as they are, so encoding is the caller's business. */
const segment = (id: string) => encodeURIComponent(id).replaceAll('.', '%2E');

describe('customers', () => {
  it('are found, with all that the client knows of them', async () => {
    const { data } = await lago.customers.findCustomer('acct-1');
    expect(data.customer).toMatchObject({
      external_id: 'acct-1',
      sequential_id: 1,
      currency: 'EUR',
      applicable_timezone: 'Europe/Berlin',
      billing_configuration: { payment_provider: 'stripe' },
      metadata: [{ key: 'tier', value: 'gold' }, { key: 'owner' }],
      taxes: [{ code: 'vat_19', rate: 19 }],
      integration_customers: [{ type: 'netsuite' }],
    });
  });

  it.each([
    'acme',
    'acme.io',
    'team/blue',
    'ticket#9',
    'who?',
    '100%',
    '50%25',
    'Jane Doe',
    'plus+one',
    'r&d',
  ])('are found by the awkward id %s', async (id) => {
    const { data } = await lago.customers.findCustomer(segment(id));
    expect(data.customer.external_id).toBe(id);
  });

  it('are found wrong by an id with a dot that is not encoded', async () => {
    const { data } = await lago.customers.findCustomer('acme.io');
    expect(data.customer.external_id).toBe('acme');
  });

  it('are listed by page and filter', async () => {
    const { data } = await lago.customers.findAllCustomers({
      per_page: 2,
      page: 2,
      'currencies[]': ['JPY', 'GBP'],
      'countries[]': ['JP', 'GB'],
      search_term: 'example.com',
    });
    expect(data.customers).toHaveLength(2);
    expect(data.meta).toMatchObject({ current_page: 2, prev_page: 1, next_page: 3 });
    for (const { currency } of data.customers) expect(['JPY', 'GBP']).toContain(currency);
  });

  it('are created, updated in place and deleted', async () => {
    const created = await lago.customers.createCustomer({
      customer: {
        external_id: 'from-the-client',
        name: 'Grete',
        metadata: [{ key: 'tier', value: 'new', display_in_invoice: true }],
      },
    });
    const updated = await lago.customers.createCustomer({
      customer: { external_id: 'from-the-client', name: null, country: 'AT' },
    });
    expect(updated.data.customer).toMatchObject({
      lago_id: created.data.customer.lago_id,
      name: null,
      country: 'AT',
      metadata: [{ key: 'tier', value: 'new', display_in_invoice: true }],
    });
    const deleted = await lago.customers.destroyCustomer('from-the-client');
    expect(deleted.data.customer.lago_id).toBe(created.data.customer.lago_id);
    expect(await refusalOf(lago.customers.findCustomer('from-the-client'))).toEqual({
      status: 404,
      error: 'Not Found',
      code: 'customer_not_found',
    });
  });

  it('are refused with the details of why', async () => {
    const call = lago.customers.createCustomer({ customer: { external_id: 'x', name: 'n'.repeat(256) } });
    expect(await refusalOf(call)).toMatchObject({
      status: 422,
      code: 'validation_errors',
      error_details: { name: ['value_is_too_long'] },
    });
    const stranger = Client('another key', { baseUrl: `${server.url}/api/v1` });
    expect(await refusalOf(stranger.customers.findAllCustomers())).toEqual({
      status: 401,
      error: 'Unauthorized',
    });
  });

  it('are sent to a portal and to a checkout', async () => {
    const portal = await lago.customers.getCustomerPortalUrl('acct-1');
    expect(portal.data.customer?.portal_url).toMatch(/^https:/);
    const checkout = await lago.customers.generateCustomerCheckoutUrl('acct-1');
    expect(checkout.data.customer).toMatchObject({
      external_customer_id: 'acct-1',
      payment_provider: 'stripe',
      checkout_url: expect.stringMatching(/^https:/),
    });
  });

  it('see the rate limit on every answer', async () => {
    const seen: unknown[] = [];
    const client = Client(apiKey, {
      baseUrl: `${server.url}/api/v1`,
      rateLimitRetry: { onRateLimitInfo: (info) => seen.push(info) },
    });
    await client.customers.findCustomer('acct-1');
    expect(seen).toMatchObject([{ limit: 50, remaining: 49, reset: 1 }]);
  });
});

describe('usage', () => {
  const query = { external_subscription_id: 'sub-acct-1' };

  it('is current, past and over a lifetime', async () => {
    const current = await lago.customers.findCustomerCurrentUsage('acct-1', { ...query, apply_taxes: false });
    expect(current.data.customer_usage).toMatchObject({ amount_cents: 24109, taxes_amount_cents: 0 });
    expect(current.data.customer_usage.charges_usage.map(({ units }) => units)).toEqual([
      '12500.0',
      '17.0',
      '42.375',
    ]);
    const past = await lago.customers.findAllCustomerPastUsage('acct-1', { ...query, periods_count: 4 });
    expect(past.data.usage_periods).toHaveLength(4);
    expect(past.data.meta.total_count).toBe(6);
    const lifetime = await lago.subscriptions.getSubscriptionLifetimeUsage('sub-acct-1');
    expect(lifetime.data.lifetime_usage.current_usage_amount_cents).toBe(24109);
  });

  it('is refused where nothing is active, and never projected', async () => {
    const idle = lago.customers.findCustomerCurrentUsage('acct-1', { external_subscription_id: 'none' });
    expect(await refusalOf(idle)).toMatchObject({ status: 405, code: 'no_active_subscription' });
    expect(await refusalOf(lago.customers.findCustomerProjectedUsage('acct-1', query))).toMatchObject({
      status: 403,
      code: 'projected_usage_not_enabled',
    });
  });
});

describe('coupons', () => {
  it('are defined', async () => {
    const list = await lago.coupons.findAllCoupons({ per_page: 3 });
    expect(list.data.coupons).toHaveLength(3);
    const { data } = await lago.coupons.findCoupon('SUMMER5');
    expect(data.coupon).toMatchObject({ amount_cents: 500, amount_currency: 'USD', frequency_duration: 3 });
  });

  it('are applied, listed both ways and removed', async () => {
    const applied = await lago.appliedCoupons.applyCoupon({
      applied_coupon: { external_customer_id: 'nobody', coupon_code: 'THIRD' },
    });
    const id = applied.data.applied_coupon.lago_id;
    expect(applied.data.applied_coupon.percentage_rate).toBe('33.33333');
    const everybody = await lago.appliedCoupons.findAllAppliedCoupons({
      external_customer_id: 'nobody',
      'coupon_code[]': ['THIRD'],
    });
    expect(everybody.data.applied_coupons).toMatchObject([{ lago_id: id, status: 'active', credits: [] }]);
    const removed = await lago.customers.deleteAppliedCoupon('nobody', id);
    expect(removed.data.applied_coupon.status).toBe('terminated');
    const own = await lago.customers.findAllCustomerAppliedCoupons('nobody', { status: 'active' });
    expect(own.data).toMatchObject({ applied_coupons: [], meta: { current_page: 0 } });
  });
});

describe('wallets', () => {
  it('are listed both ways and found by id and code', async () => {
    const own = await lago.customers.findAllCustomerWallets('two-currencies');
    expect(own.data.wallets.map(({ currency, status }) => `${currency} ${status}`)).toEqual([
      'USD active',
      'EUR active',
      'EUR active',
      'EUR terminated',
    ]);
    const dollars = await lago.wallets.findAllWallets({
      external_customer_id: 'two-currencies',
      currency: 'USD',
    });
    const [wallet] = dollars.data.wallets;
    expect(wallet).toMatchObject({ credits_balance: '20.01', balance_cents: 2001 });
    const byId = await lago.wallets.findWallet(wallet?.lago_id ?? '');
    const byCode = await lago.customers.findCustomerWallet('two-currencies', 'dollars');
    expect(byId.data).toEqual(byCode.data);
  });

  it('are opened, changed, topped up and closed', async () => {
    const opened = await lago.wallets.createWallet({
      wallet: { external_customer_id: 'nobody', currency: 'EUR', rate_amount: '0.5', granted_credits: '8' },
    });
    const id = opened.data.wallet.lago_id;
    expect(opened.data.wallet.credits_balance).toBe('0.0');
    const changed = await lago.wallets.updateWallet(id, { wallet: { name: 'Renamed' } });
    expect(changed.data.wallet).toMatchObject({
      name: 'Renamed',
      credits_balance: '8.0',
      balance_cents: 400,
    });

    const topUp = await lago.walletTransactions.createWalletTransaction({
      wallet_transaction: { wallet_id: id, granted_credits: '2.5', paid_credits: '1' },
    });
    const [paid] = topUp.data.wallet_transactions;
    const found = await lago.walletTransactions.findWalletTransaction(paid?.lago_id ?? '');
    expect(found.data).toMatchObject({ wallet_transaction: { status: 'pending', credit_amount: '1.0' } });
    const settled = await lago.wallets.findAllWalletTransactions(id, { status: 'settled' });
    expect(settled.data.wallet_transactions.map(({ amount }) => amount).sort()).toEqual(['1.25', '4.0']);

    const closed = await lago.wallets.destroyWallet(id);
    expect(closed.data.wallet).toMatchObject({ status: 'terminated', credits_balance: '10.5' });
  });

  it('do the same below a customer', async () => {
    const wallet = {
      external_customer_id: 'nobody',
      currency: 'USD',
      rate_amount: '1',
      code: 'own',
    } as const;
    await lago.customers.createCustomerWallet('nobody', { wallet });
    const changed = await lago.customers.updateCustomerWallet('nobody', 'own', { wallet: { priority: 3 } });
    expect(changed.data.wallet.priority).toBe(3);
    const closed = await lago.customers.destroyCustomerWallet('nobody', 'own');
    expect(closed.data.wallet.status).toBe('terminated');
  });
});

describe('subscriptions', () => {
  it('are listed both ways and found with their plan', async () => {
    const all = await lago.subscriptions.findAllSubscriptions({ 'status[]': ['pending'], per_page: 5 });
    for (const { status } of all.data.subscriptions) expect(status).toBe('pending');
    const own = await lago.customers.findAllCustomerSubscriptions('many-subscriptions');
    expect(own.data.subscriptions.map(({ external_id }) => external_id)).toEqual([
      'many-yearly',
      'many/dollars',
      'many.v1.0',
    ]);
    const { data } = await lago.subscriptions.findSubscription('many.v1.0');
    expect(data.subscription).toMatchObject({
      plan: { code: 'pro_eur', charges: [{ charge_model: 'graduated' }, {}, {}] },
      applicable_usage_thresholds: [],
    });
  });

  it('are begun and ended', async () => {
    const begun = await lago.subscriptions.createSubscription({
      subscription: { external_customer_id: 'nobody', external_id: 'new.one', plan_code: 'pro_usd' },
    });
    expect(begun.data.subscription).toMatchObject({ status: 'active', plan: { amount_currency: 'USD' } });
    const ended = await lago.subscriptions.destroySubscription('new.one', { on_termination_invoice: 'skip' });
    expect(ended.data.subscription).toMatchObject({ status: 'terminated', on_termination_invoice: 'skip' });
  });

  it('have entitlements that can be changed and taken away', async () => {
    const before = await lago.subscriptions.findAllSubscriptionEntitlements('sub-acct-1');
    expect(before.data.entitlements.map(({ code }) => code)).toEqual([
      'api_calls',
      'seats',
      'sso',
      'audit_log',
    ]);
    const changed = await lago.subscriptions.updateSubscriptionEntitlements('sub-acct-1', {
      entitlements: { seats: { max: 99 } },
    });
    expect(changed.data.entitlements[1]?.overrides).toEqual({ max: 99 });
    await lago.subscriptions.destroySubscriptionEntitlementPrivilege('sub-acct-1', 'sso', 'enforced');
    await lago.subscriptions.destroySubscriptionEntitlement('sub-acct-1', 'seats');
    const after = await lago.subscriptions.findAllSubscriptionEntitlements('sub-acct-1');
    expect(after.data.entitlements).toMatchObject([
      { code: 'api_calls' },
      { code: 'sso', privileges: [{ code: 'provider' }] },
      { code: 'audit_log' },
    ]);
  });

  it('draw on features that are defined', async () => {
    const list = await lago.features.findAllFeatures({ search_term: 'sign' });
    expect(list.data.features.map(({ code }) => code)).toEqual(['sso']);
    const { data } = await lago.features.findFeature('api_calls');
    expect(data.feature.privileges.map(({ value_type }) => value_type)).toEqual(['integer', 'boolean']);
  });
});
