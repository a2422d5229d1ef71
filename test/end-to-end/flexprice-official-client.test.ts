import { Flexprice } from '@flexprice/sdk';
import { FlexPriceError } from '@flexprice/sdk/sdk/models/flex-price-error.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFlexpriceSandbox } from '../../src/sandbox/flexprice/create-flexprice-sandbox.ts';
import { idOf } from '../../src/sandbox/flexprice/seed/names.ts';
import { type RunningServer, serve } from '../../src/sandbox/http-server.ts';

const openedAt = new Date('2026-03-18T15:30:00.250Z');
const apiKey = 'sk_test';
const acct1 = idOf.customer('acct-1');

let server: RunningServer;
let client: Flexprice;

beforeAll(async () => {
  server = await serve(createFlexpriceSandbox({ now: () => openedAt, apiKey }), 0, () => {});
  client = new Flexprice({ serverURL: `${server.url}/v1`, apiKeyAuth: apiKey });
});

afterAll(() => server.close());

describe('customers', () => {
  test('are read by id and by external id', async () => {
    const customer = await client.customers.getCustomer(acct1);
    expect(customer).toMatchObject({
      id: acct1,
      externalId: 'acct-1',
      name: 'Ada Lovelace',
      email: 'ada.lovelace@example.com',
      addressLine1: 'Invalidenstraße 1',
      addressCountry: 'DE',
      metadata: { tier: 'gold', segment: 'b2b', crm: 'deal 77' },
      status: 'published',
    });
    expect(await client.customers.getCustomerByExternalId('acct-1')).toEqual(customer);
  });

  test.each([
    'acme',
    'acme.io',
    'hash#1',
    'what?',
    '100%',
    '50%25',
    'blue moon',
    'c++',
    'salt & pepper',
    'tenant:42',
  ])('are read by the external id %s', async (externalId) => {
    expect(await client.customers.getCustomerByExternalId(externalId)).toMatchObject({ externalId });
  });

  test.each(['müller-7', '客户-8', `long-${'0123456789'.repeat(25)}`])('%s too', async (externalId) => {
    expect(await client.customers.getCustomerByExternalId(externalId)).toMatchObject({ externalId });
  });

  test('with a slash in the external id are only found by searching', async () => {
    await expect(client.customers.getCustomerByExternalId('north/south')).rejects.toMatchObject({
      statusCode: 404,
      body: '404 page not found',
    });
    const { items } = await client.customers.queryCustomer({ externalIds: ['north/south'] });
    expect(items).toMatchObject([{ id: idOf.customer('north/south') }]);
  });

  test('are searched and paged', async () => {
    const page = await client.customers.queryCustomer({
      limit: 2,
      filters: [{ field: 'name', operator: 'contains', dataType: 'string', value: { string: 'hopper' } }],
      sort: [{ field: 'name', direction: 'asc' }],
    });
    expect(page.items).toMatchObject([{ name: 'Grace Hopper' }, { name: 'Grace Hopper AWKWARD 2' }]);
    expect(page.pagination).toEqual({ total: 5, limit: 2, offset: 2 });
  });

  test('without metadata and without an e-mail are read as well', async () => {
    const customer = await client.customers.getCustomerByExternalId('acme');
    expect(customer.metadata).toBeUndefined();
    expect(customer.email).toBe('');
  });

  test('are created, changed and deleted', async () => {
    const created = await client.customers.createCustomer({
      externalId: 'client-1',
      name: 'Made by the client',
      metadata: {},
    });
    expect(created).toMatchObject({ externalId: 'client-1', createdAt: '2026-03-18T15:30:00.25Z' });
    const byId = await client.customers.updateCustomer({ email: 'made@example.com' }, created.id);
    expect(byId).toMatchObject({ id: created.id, email: 'made@example.com' });
    const byExternalId = await client.customers.updateCustomer({ name: 'Renamed' }, undefined, 'client-1');
    expect(byExternalId).toMatchObject({ name: 'Renamed', email: 'made@example.com' });
    await client.customers.deleteCustomer(String(created.id));
    expect(await client.customers.getCustomer(String(created.id))).toMatchObject({ status: 'archived' });
  });

  test('that are archived are still read by id', async () => {
    expect(await client.customers.getCustomer(idOf.customer('archived gone-1'))).toMatchObject({
      status: 'archived',
    });
  });
});

describe('errors', () => {
  test('carry the status and the body', async () => {
    const missing = client.customers.getCustomer('cust_none');
    await expect(missing).rejects.toBeInstanceOf(FlexPriceError);
    await expect(missing).rejects.toMatchObject({
      statusCode: 404,
      body: expect.stringContaining('"code":"not_found"'),
    });
  });

  test.each<readonly [string, () => Promise<unknown>, number]>([
    ['a bad e-mail', () => client.customers.createCustomer({ externalId: 'x', name: 'X', email: 'x' }), 400],
    ['a taken external id', () => client.customers.createCustomer({ externalId: 'acct-1', name: 'X' }), 409],
    ['an active subscription', () => client.customers.deleteCustomer(acct1), 400],
    ['a wallet search without a limit', () => client.wallets.queryWallet({}), 500],
  ])('of %s', async (_, call, statusCode) => {
    await expect(call()).rejects.toMatchObject({ statusCode });
  });

  test('of a wrong key', async () => {
    const stranger = new Flexprice({ serverURL: `${server.url}/v1`, apiKeyAuth: 'sk_wrong' });
    await expect(stranger.customers.getCustomer(acct1)).rejects.toMatchObject({
      statusCode: 401,
      body: '{"error":"Unauthorized"}',
    });
  });
});

describe('usage', () => {
  test('tells counts, limits and resets', async () => {
    const usage = await client.customers.getCustomerUsageSummary({
      customerLookupKey: 'acct-1',
      featureLookupKeys: ['api_calls'],
    });
    expect(usage.period).toBeUndefined();
    expect(usage.features).toMatchObject([
      {
        feature: { lookupKey: 'api_calls', unitPlural: 'calls' },
        totalLimit: 100_000,
        currentUsage: '42000',
        usagePercent: '0.42',
        nextUsageResetAt: '2026-04-08T00:00:00Z',
        sources: [{ entityType: 'plan', entityName: 'Pro', usageLimit: 100_000 }],
      },
    ]);
  });

  test('takes lists joined by the client for keys that match nothing, which is no filter', async () => {
    const usage = await client.customers.getCustomerUsageSummary({
      customerId: acct1,
      featureLookupKeys: ['api_calls', 'sso'],
    });
    expect(usage.features).toHaveLength(10);
  });

  test('reaches the special cases', async () => {
    const usage = await client.customers.getCustomerUsageSummary({ customerLookupKey: 'acct-4' });
    const byKey = new Map(usage.features?.map((row) => [row.feature?.lookupKey, row]));
    expect(byKey.get('api_calls')?.totalLimit).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(byKey.get('storage_gb')?.currentUsage).toBe('123456789012345.123456789012345');
    expect(byKey.get('seats')?.nextUsageResetAt).toBe('0001-01-01T00:00:00Z');
    const tokyo = await client.customers.getCustomerUsageSummary({
      customerLookupKey: 'acct-3',
      featureLookupKeys: ['api_calls'],
    });
    expect(tokyo.features?.[0]?.nextUsageResetAt).toBe('2026-04-08T09:00:00+09:00');
  });

  test('of one subscription differs from the whole', async () => {
    const used = async (subscriptionIds?: string[]) => {
      const { features } = await client.customers.getCustomerUsageSummary({
        customerLookupKey: 'acct-5',
        featureLookupKeys: ['api_calls'],
        ...(subscriptionIds === undefined ? {} : { subscriptionIds }),
      });
      return features?.[0]?.currentUsage;
    };
    expect(await used()).toBe('1500');
    expect(await used([idOf.subscription('acct-5')])).toBe('61000');
  });
});

test('entitlements are read with their sources', async () => {
  const { features } = await client.customers.getCustomerEntitlements(acct1);
  const byKey = new Map(features?.map((row) => [row.feature?.lookupKey, row]));
  expect(byKey.get('sso')?.entitlement).toMatchObject({ isEnabled: true });
  expect(byKey.get('region')).toMatchObject({
    entitlement: { staticValues: ['eu-central', 'us-east'] },
    sources: [{ entityType: 'plan' }, { entityType: 'addon', staticValue: 'us-east' }],
  });
  expect(byKey.get('seats')?.entitlement).toMatchObject({ usageLimit: 7, usageResetPeriod: 'NEVER' });
});

test('upcoming grants are read, and the rules behind them', async () => {
  const { items } = await client.customers.getCustomerUpcomingGrants(acct1);
  expect(items).toMatchObject([
    { credits: 40, applicationStatus: 'failed', retryCount: 2 },
    { credits: 500, applicationStatus: 'pending', scheduledFor: '2026-04-08T00:00:00Z' },
  ]);
  const grant = await client.creditGrants.getCreditGrant(String(items?.[1]?.creditGrantId));
  expect(grant).toMatchObject({
    name: 'Monthly bonus',
    credits: '500',
    cadence: 'RECURRING',
    expirationType: 'BILLING_CYCLE',
    conversionRate: '0.5',
  });
});

describe('wallets', () => {
  test('of a customer are read by id and by either key', async () => {
    const wallets = await client.wallets.getWalletsByCustomerId(acct1);
    expect(wallets).toMatchObject([
      {
        balance: '120',
        creditBalance: '240',
        currency: 'eur',
        autoTopup: { enabled: true, threshold: 20, amount: 100 },
        config: { allowedPriceTypes: ['USAGE'] },
      },
    ]);
    expect(await client.wallets.getCustomerWallets({ id: acct1, includeRealTimeBalance: true })).toEqual(
      wallets,
    );
    expect(await client.wallets.getCustomerWallets({ lookupKey: 'acct-1' })).toEqual(wallets);
  });

  test('are read one by one and in real time', async () => {
    const id = idOf.wallet('acct-1');
    expect(await client.wallets.getWallet(id)).toMatchObject({ id, walletType: 'PRE_PAID' });
    expect(await client.wallets.getWalletBalance(id, 'credits_available_breakdown')).toMatchObject({
      realTimeBalance: '92.35',
      realTimeCreditBalance: '184.7',
      currentPeriodUsage: '27.65',
      unpaidInvoicesAmount: '5',
      creditsAvailableBreakdown: { purchased: '200', free: '40' },
    });
  });

  test('are searched', async () => {
    const { items, pagination } = await client.wallets.queryWallet({ limit: 1, status: 'frozen' });
    expect(items).toMatchObject([{ balance: '9.99', walletStatus: 'frozen' }]);
    expect(pagination).toEqual({ total: 1, limit: 50, offset: 0 });
  });

  test('may be negative, several, or in two currencies', async () => {
    const balances = async (externalId: string) => {
      const wallets = await client.wallets.getCustomerWallets({ lookupKey: externalId });
      return wallets.map(({ balance, currency }) => `${balance} ${currency}`);
    };
    expect(await balances('acct-16')).toEqual(['-12.5 kwd']);
    expect(await balances('acct-14')).toEqual(['50 usd', '0.725 usd']);
    expect(await balances('acct-15')).toEqual(['30 jpy', '20 usd']);
  });
});

describe('subscriptions', () => {
  test('are searched, with their plan and the customer’s entitlements', async () => {
    const { items } = await client.subscriptions.querySubscription({
      customerId: acct1,
      expand: 'customer,entitlements',
      withLineItems: true,
    });
    expect(items).toMatchObject([
      {
        id: idOf.subscription('acct-1'),
        subscriptionStatus: 'active',
        currency: 'eur',
        plan: { name: 'Pro', lookupKey: 'pro' },
        customer: { externalId: 'acct-1' },
        paymentTerms: '30 NET',
      },
    ]);
    expect(items?.[0]?.lineItems).toHaveLength(7);
  });

  test('are active ones by default, and of any status on demand', async () => {
    const trial = { externalCustomerId: 'acct-2' };
    expect((await client.subscriptions.querySubscription(trial)).items).toEqual([]);
    const { items } = await client.subscriptions.querySubscription({
      ...trial,
      subscriptionStatus: ['trialing'],
    });
    expect(items).toMatchObject([{ trialEnd: '2026-03-27T00:00:00Z', subscriptionStatus: 'trialing' }]);
  });

  test('are read one by one, whatever their status', async () => {
    expect(await client.subscriptions.getSubscription(idOf.subscription('acct-7'))).toMatchObject({
      subscriptionStatus: 'cancelled',
      cancelledAt: '2026-02-06T15:30:00Z',
      plan: { lookupKey: 'pro' },
    });
    expect(await client.subscriptions.getSubscription(idOf.subscription('acct-8'))).toMatchObject({
      cancelAtPeriodEnd: true,
      cancelAt: '2026-04-08T00:00:00Z',
    });
  });
});

test('features are searched', async () => {
  const { items } = await client.features.queryFeature({
    lookupKeys: ['emails', 'limits'],
    expand: 'meters',
  });
  expect(items).toMatchObject([
    {
      lookupKey: 'emails',
      type: 'metered',
      meter: { eventName: 'emails.used', resetUsage: 'BILLING_PERIOD' },
    },
    { lookupKey: 'limits', type: 'config', meterId: '' },
  ]);
});

test('coupons are searched and read one by one', async () => {
  const { items, pagination } = await client.coupons.queryCoupon({ couponIds: [idOf.coupon('Five euros')] });
  expect(items).toMatchObject([
    {
      type: 'fixed',
      amountOff: '5',
      percentageOff: '0',
      currency: 'eur',
      cadence: 'repeated',
      durationInPeriods: 3,
    },
  ]);
  expect(pagination).toEqual({ total: 1, limit: 50, offset: 0 });
  expect(await client.coupons.getCoupon(idOf.coupon('Launch 20'))).toMatchObject({
    type: 'percentage',
    percentageOff: '20',
    currency: '',
  });
});

test('the invoice summary is read', async () => {
  expect(await client.invoices.getCustomerInvoiceSummary(acct1)).toMatchObject({
    defaultCurrency: 'eur',
    summaries: [{ totalUnpaidAmount: '20', unpaidInvoiceCount: 1 }],
  });
});
