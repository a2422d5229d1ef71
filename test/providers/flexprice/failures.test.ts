import { describe, expect, test } from 'vitest';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import {
  createCall,
  fixture,
  missing,
  olderRefusal,
  openAccount,
  type Reply,
  refusal,
  unknownRoute,
} from './support.ts';

const html = { type: 'text/html', body: '<h1>Bad gateway</h1>' };

const cases: readonly (readonly [string, Reply, object])[] = [
  [
    'a coded refusal',
    refusal(400, 'validation_error'),
    { failure: 'rejected', status: 400, reason: 'validation_error' },
  ],
  ['a conflict', refusal(409, 'already_exists'), { failure: 'rejected', reason: 'already_exists' }],
  [
    'a denial by a service',
    refusal(403, 'permission_denied'),
    { failure: 'forbidden', reason: 'permission_denied' },
  ],
  [
    'too many requests',
    refusal(429, 'too_many_requests'),
    { failure: 'rate-limited', reason: 'too_many_requests' },
  ],
  [
    'a database failure',
    refusal(500, 'database_error'),
    { failure: 'unavailable', reason: 'database_error' },
  ],
  [
    'a missing ability',
    refusal(501, 'not_implemented'),
    { failure: 'unavailable', reason: 'not_implemented' },
  ],
  ['a dependency that is down', refusal(503, 'service_unavailable'), { failure: 'unavailable', status: 503 }],
  [
    'a refusal in the older shape',
    olderRefusal(400),
    { failure: 'rejected', status: 400, reason: 'bad_request' },
  ],
  ['a conflict in the older shape', olderRefusal(409), { failure: 'rejected', reason: 'already_exists' }],
  [
    'a bad key',
    { status: 401, body: { error: 'Unauthorized' } },
    { failure: 'unauthenticated', reason: null },
  ],
  [
    'no access to the environment',
    { status: 403, body: { error: 'Access denied', message: 'no' } },
    { failure: 'forbidden', reason: null },
  ],
  [
    'a suspended tenant',
    { status: 403, body: { message: 'tenant account is suspended' } },
    { failure: 'forbidden', reason: null },
  ],
  ['an unknown route', unknownRoute, { failure: 'rejected', status: 404, reason: null }],
  ['a panic', { status: 500, type: '', body: '' }, { failure: 'unavailable', status: 500, reason: null }],
  ['a proxy', { status: 502, ...html }, { failure: 'unavailable', status: 502, reason: null }],
  ['a page in place of JSON', html, { failure: 'bad-response' }],
  ['a redirect', { status: 302, body: '' }, { failure: 'bad-response', status: 302 }],
  ['JSON cut short', { body: '{"items":[{"id":' }, { failure: 'bad-response' }],
];

const brokenLists: typeof cases = [
  ['a list without its total', { body: { items: [] } }, { failure: 'bad-response' }],
  ['a list that is none', { body: [] }, { failure: 'bad-response' }],
];

describe('a failure', () => {
  test.each([...cases, ...brokenLists])('of the whole search is told: %s', async (_, reply, expected) => {
    const { provider, exchanges } = openAccount({ 'POST /customers/search': () => reply });
    const failure = (await provider.customers.byKeys(['cust_birch'], createCall())).get('cust_birch');
    expect(failure).toBeInstanceOf(ProviderError);
    expect(failure).toMatchObject({ provider: 'flexprice-eu', ...expected });
    expect(exchanges).toHaveLength(1);
  });

  // An account that wants to be asked less often is not asked for the others.
  const lasting = cases.filter(([, { status }]) => status !== 429);

  test.each(lasting)('stays with every customer of every other read: %s', async (_, reply, expected) => {
    const every = () => reply;
    const { provider } = openAccount({
      'POST /subscriptions/search': every,
      'GET /customers/usage': every,
      'GET /customers/cust_birch/wallets': every,
      'GET /customers/wallets': every,
      'GET /customers/cust_birch/grants/upcoming': every,
    });
    const call = createCall();
    const keys = ['cust_birch'];
    const stored = { money: true, live: false, credits: true };
    const outcomes = await Promise.all([
      provider.subscriptions.ofCustomers(keys, { includeInactive: false }, call),
      provider.coupons.ofCustomers(keys, { includeInactive: true }, call),
      provider.usage.ofCustomers(keys, { subscriptionId: null }, call),
      provider.usage.ofCustomers(keys, { subscriptionId: 'subs_fleet' }, call),
      provider.balance.ofCustomers(keys, stored, call),
      provider.balance.ofCustomers(keys, { ...stored, live: true }, call),
      provider.upcomingGrants.ofCustomers(keys, { definition: true, unit: true, amount: true }, call),
      provider.entitlements.ofCustomers(keys, call),
    ]);
    for (const batch of outcomes) {
      expect(batch.get('cust_birch')).toBeInstanceOf(ProviderError);
      expect(batch.get('cust_birch')).toMatchObject(expected);
    }
  });

  test('never carries what the provider said', async () => {
    const { provider } = openAccount({ 'POST /customers/search': () => refusal(400, 'validation_error') });
    const failure = (await provider.customers.byKeys(['cust_birch'], createCall())).get('cust_birch');
    expect(failure).toBeInstanceOf(ProviderError);
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(/person|sk_test_key|cust_birch/);
  });
});

describe('"not found"', () => {
  const older: Reply = { status: 404, body: { success: false, error: { message: 'No such customer' } } };

  test.each([
    ['now', missing],
    ['before April 2026', older],
  ])('as Flexprice said it %s is an absent customer', async (_, reply) => {
    const { provider } = openAccount({
      'POST /subscriptions/search': () => ({ body: fixture('subscriptions') }),
      'GET /customers/usage': () => reply,
      'GET /customers/wallets': () => reply,
      'GET /customers/cust_birch/grants/upcoming': () => reply,
    });
    const call = createCall();
    const parts = { definition: true, unit: true, amount: true };
    const batches = await Promise.all([
      provider.usage.ofCustomers(['cust_birch'], { subscriptionId: null }, call),
      provider.usage.ofCustomers(['cust_birch'], { subscriptionId: 'subs_fleet' }, call),
      provider.balance.ofCustomers(['cust_birch'], { money: true, live: true, credits: true }, call),
      provider.upcomingGrants.ofCustomers(['cust_birch'], parts, call),
    ]);
    expect(batches.map(({ size }) => size)).toEqual([0, 0, 0, 0]);
  });
});
