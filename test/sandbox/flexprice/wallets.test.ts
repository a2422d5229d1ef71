import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { openSandbox } from './open-sandbox.ts';
import { listOf, rowsOf } from './rows.ts';

const balancesOf = (externalId: string, parameters = '&include_real_time_balance=true') =>
  `/customers/wallets?lookup_key=${externalId}${parameters}`;

describe('the stored wallets of a customer', () => {
  test('come as a bare list, without real-time members', () => {
    const { json } = openSandbox().get(`/customers/${idOf.customer('acct-1')}/wallets`);
    expect(json).toEqual([
      {
        id: idOf.wallet('acct-1'),
        customer_id: idOf.customer('acct-1'),
        currency: 'eur',
        balance: '120',
        credit_balance: '240',
        wallet_status: 'active',
        name: 'Prepaid',
        description: 'Filled by bank transfer.',
        metadata: { cost_center: '4711' },
        auto_topup: { enabled: true, threshold: '20', amount: '100', invoicing: true },
        wallet_type: 'PRE_PAID',
        config: { allowed_price_types: ['USAGE'] },
        conversion_rate: '0.5',
        topup_conversion_rate: '0.5',
        alert_state: 'ok',
        environment_id: expect.any(String),
        tenant_id: expect.any(String),
        status: 'published',
        created_at: expect.any(String),
        updated_at: expect.any(String),
        created_by: expect.any(String),
        updated_by: expect.any(String),
      },
    ]);
  });

  test.each([
    ['acct-3', ['jpy 25000']],
    ['acct-4', ['kwd 1234.567']],
    ['acct-14', ['usd 50', 'usd 0.725']],
    ['acct-15', ['jpy 30', 'usd 20']],
    ['acct-16', ['kwd -12.5']],
    ['acct-7', []],
    ['acct-18', []],
  ])('of %s are %j', (externalId, expected) => {
    const { json } = openSandbox().get(`/customers/${idOf.customer(externalId)}/wallets`);
    expect(rowsOf(json).map((row) => `${row.get('currency')} ${row.get('balance')}`)).toEqual(expected);
  });

  test('of an unknown customer are none', () => {
    expect(openSandbox().get('/customers/cust_none/wallets')).toMatchObject({ status: 200, json: [] });
  });

  test('show where the credits came from on demand', () => {
    const target = `/customers/${idOf.customer('acct-1')}/wallets?expand=credits_available_breakdown`;
    expect(openSandbox().get(target).json).toMatchObject([
      { credits_available_breakdown: { purchased: '200', free: '40' } },
    ]);
    expect(openSandbox().get(target.replace('credits', 'debits')).status).toBe(400);
  });
});

describe('the balances of a customer', () => {
  test.each([
    ['', 400],
    [`id=${idOf.customer('acct-1')}&lookup_key=acct-1`, 400],
    [`id=${idOf.customer('acct-1')}&from_cache=maybe`, 400],
    ['id=cust_none', 404],
    ['lookup_key=none', 404],
    [`id=${idOf.customer('acct-1')}`, 200],
    ['lookup_key=north%2Fsouth', 200],
  ])('for the query %j are answered with %i', (query, status) => {
    expect(openSandbox().get(`/customers/wallets?${query}`).status).toBe(status);
  });

  test('have real-time members only when these are asked for', () => {
    const [wallet] = rowsOf(
      openSandbox().get(balancesOf('acct-1', '&expand=credits_available_breakdown')).json,
    );
    expect(wallet?.get('is_cached_fallback')).toBe(false);
    expect(wallet?.has('real_time_balance')).toBe(false);
    expect(wallet?.has('credits_available_breakdown')).toBe(false);
  });

  test.each<readonly [string, string, readonly object[]]>([
    [
      'usage and unpaid usage, for a wallet that pays usage',
      'acct-1',
      [
        {
          real_time_balance: '92.35',
          real_time_credit_balance: '184.7',
          current_period_usage: '27.65',
          unpaid_invoices_amount: '5',
        },
      ],
    ],
    [
      'usage, for a wallet that pays all',
      'acct-3',
      [{ real_time_balance: '23200', unpaid_invoices_amount: '0' }],
    ],
    [
      'unpaid invoices, for a wallet that pays fees',
      'acct-8',
      [{ real_time_balance: '-76', current_period_usage: '79', unpaid_invoices_amount: '79' }],
    ],
    ['the usage of all live subscriptions that are not inherited', 'acct-5', [{ real_time_balance: '71.3' }]],
    [
      'all of it from each wallet of a currency',
      'acct-14',
      [
        { real_time_balance: '37.6543211' },
        { real_time_balance: '-11.6206789', real_time_credit_balance: '-116.206789' },
      ],
    ],
    [
      'each currency apart',
      'acct-15',
      [
        { currency: 'jpy', real_time_balance: '11' },
        { currency: 'usd', real_time_balance: '11.5' },
      ],
    ],
    ['more than there is', 'acct-16', [{ real_time_balance: '-17.25' }]],
    [
      'nothing, for a wallet that is paid afterwards',
      'acct-17',
      [{ real_time_balance: '80', current_period_usage: '0' }],
    ],
  ])('take off %s', (_, externalId, expected) => {
    expect(openSandbox().get(balancesOf(externalId)).json).toMatchObject(expected);
  });

  test('from the cache keep the balance and lose its parts', () => {
    const target = balancesOf('acct-1', '&include_real_time_balance=true&from_cache=true');
    const [wallet] = rowsOf(openSandbox().get(target).json);
    expect(wallet?.get('real_time_balance')).toBe('92.35');
    expect(wallet?.get('current_period_usage')).toBe('0');
    expect(wallet?.has('unpaid_invoices_amount')).toBe(false);
  });

  test('show where the credits came from together with the real-time members', () => {
    const target = balancesOf('acct-1', '&include_real_time_balance=true&expand=credits_available_breakdown');
    expect(openSandbox().get(target).json).toMatchObject([{ credits_available_breakdown: { free: '40' } }]);
  });
});

describe('one wallet', () => {
  const base = `/wallets/${idOf.wallet('acct-1')}`;

  test.each([
    [base, { balance: '120' }],
    [`${base}/balance/real-time`, { real_time_balance: '92.35', current_period_usage: '27.65' }],
    [`${base}/balance/real-time?from_cache=true`, { real_time_balance: '92.35', current_period_usage: '0' }],
    [`${base}/balance/real-time-cached`, { real_time_balance: '92.35', current_period_usage: '0' }],
    [
      `/wallets/${idOf.wallet('acct-7')}/balance/real-time`,
      { wallet_status: 'closed', real_time_balance: '0' },
    ],
    [
      `/wallets/${idOf.wallet('acct-18')}/balance/real-time`,
      { balance: '9.99', real_time_credit_balance: '0' },
    ],
  ])('%s tells its balance', (target, expected) => {
    expect(openSandbox().get(target)).toMatchObject({ status: 200, json: expected });
  });

  test.each(['', '/balance/real-time', '/balance/real-time-cached'])('unknown is not found: %j', (suffix) => {
    expect(openSandbox().get(`/wallets/wallet_none${suffix}`).status).toBe(404);
  });
});

describe('searching wallets', () => {
  test('answers with all of them, whatever page is asked for', () => {
    const { json } = openSandbox().post('/wallets/search', { limit: 1, offset: 3 });
    const wallets = listOf(json, 'items');
    expect(wallets.length).toBeGreaterThan(30);
    expect(json).toMatchObject({ pagination: { total: wallets.length, limit: 50, offset: 0 } });
  });

  test.each([
    [{ wallet_ids: [idOf.wallet('acct-7'), idOf.wallet('acct-1')] }, 2],
    [{ status: 'frozen' }, 1],
    [{ status: 'closed', wallet_ids: [idOf.wallet('acct-1')] }, 0],
  ])('finds by %j', (filter, count) => {
    const { json } = openSandbox().post('/wallets/search', { limit: 1000, ...filter });
    expect(listOf(json, 'items')).toHaveLength(count);
  });

  test('crashes without a list parameter, and refuses an empty body or a bad status', () => {
    const sandbox = openSandbox();
    expect(sandbox.post('/wallets/search', {})).toMatchObject({ status: 500, text: '' });
    expect(sandbox.post('/wallets/search', { wallet_ids: ['x'] })).toMatchObject({ status: 500, text: '' });
    expect(sandbox.post('/wallets/search', '').status).toBe(400);
    expect(sandbox.post('/wallets/search', { limit: 1, status: 'melted' }).status).toBe(400);
  });
});
