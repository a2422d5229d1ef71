import { describe, expect, it } from 'vitest';
import { sharedPeople } from '../../../src/sandbox/people.ts';
import { at, openSandbox, pluck, testTime, textAt } from './open-sandbox.ts';

describe('the seeded customers', () => {
  const ask = openSandbox();
  const encode = (id: string) => encodeURIComponent(id).replaceAll('.', '%2E');
  const lists = (path: string, collection: string) => {
    const items = at(ask(`GET ${path}${path.includes('?') ? '&' : '?'}per_page=1000`).body, collection);
    return Array.isArray(items) ? items : [];
  };

  it('are the people that every provider has, with their data', () => {
    for (const person of sharedPeople) {
      expect(ask(`GET /customers/${person.externalId}`).body).toMatchObject({
        customer: {
          name: person.name,
          email: person.email,
          country: person.country,
          currency: person.currency,
        },
      });
    }
  });

  it('and further ones of its own', () => {
    expect(lists('/customers?search_term=lg-', 'customers').length).toBeGreaterThanOrEqual(45);
  });

  it('are all found by their own ids, however awkward', () => {
    const customers = lists('/customers', 'customers');
    for (const customer of customers) {
      const id = textAt(customer, 'external_id');
      expect(ask(`GET /customers/${encode(id)}`).body).toMatchObject({ customer: Object(customer) });
    }
    const ids = pluck(customers, 'external_id');
    for (const sign of ['/', '.', '#', '?', '%', ' ', '+', '&', ':', 'ü', '客'])
      expect(ids.some((id) => String(id).includes(sign))).toBe(true);
    expect(Math.max(...ids.map((id) => String(id).length))).toBe(250);
  });

  it('have wallets that tell acme from acme.io', () => {
    const balance = (id: string) =>
      at(ask(`GET /customers/${id}/wallets`).body, 'wallets', 0, 'balance_cents');
    expect([balance('acme'), balance('acme%2Eio')]).toEqual([100, 200]);
  });

  it('answer usage for every active subscription', () => {
    const active = lists('/subscriptions', 'subscriptions');
    expect(active.length).toBeGreaterThan(60);
    for (const row of active) {
      const owner = encode(textAt(row, 'external_customer_id'));
      const query = new URLSearchParams({ external_subscription_id: textAt(row, 'external_id') });
      const { status, body } = ask(`GET /customers/${owner}/current_usage?${query}`);
      expect(status).toBe(200);
      expect(new Date(textAt(body, 'customer_usage', 'from_datetime')) <= testTime).toBe(true);
      expect(new Date(textAt(body, 'customer_usage', 'to_datetime')) > testTime).toBe(true);
    }
  });

  it('subscribe in every state and currency', () => {
    const statuses = ['pending', 'active', 'terminated', 'canceled', 'incomplete'];
    const rows = lists(
      `/subscriptions?${statuses.map((status) => `status[]=${status}`).join('&')}`,
      'subscriptions',
    );
    expect(new Set(pluck(rows, 'status'))).toEqual(new Set(statuses));
    expect(new Set(pluck(rows, 'plan_amount_currency'))).toEqual(
      new Set(['EUR', 'USD', 'GBP', 'JPY', 'KWD']),
    );
    const owners = new Set(pluck(rows, 'external_customer_id'));
    expect(
      lists('/customers', 'customers').some((customer) => !owners.has(at(customer, 'external_id'))),
    ).toBe(true);
    expect(rows.some((row) => at(row, 'ending_at') !== null)).toBe(true);
  });

  it.each([
    ['grants-weekly', { interval: 'weekly', method: 'fixed', granted_credits: '100.0' }],
    ['grants-monthly-31st', { interval: 'monthly', started_at: '2025-01-31T12:00:00Z' }],
    ['grants-quarterly', { interval: 'quarterly' }],
    ['grants-semiannual', { interval: 'semiannual' }],
    ['grants-leap-day', { interval: 'yearly', started_at: '2024-02-29T12:00:00Z' }],
    ['grants-target', { method: 'target', grants_target_top_up: true, target_ongoing_balance: '500.0' }],
    ['grants-target-paid', { method: 'target', grants_target_top_up: false }],
    ['grants-threshold', { trigger: 'threshold', threshold_credits: '10.0', interval: null }],
    ['grants-ending', { expiration_at: '2026-08-23T13:08:06Z' }],
    ['grants-paid-and-free', { paid_credits: '250.5', granted_credits: '100.0' }],
    ['grants-later', { started_at: '2026-09-10T13:08:06Z' }],
  ])('are granted credits in every way: %s', (id, rule) => {
    expect(ask(`GET /customers/${id}/wallets/prepaid`).body).toMatchObject({
      wallet: { status: 'active', recurring_transaction_rules: [{ status: 'active', ...rule }] },
    });
  });

  it('are not shown rules that have expired', () => {
    expect(ask('GET /customers/grants-expired/wallets/prepaid').body).toMatchObject({
      wallet: { recurring_transaction_rules: [] },
    });
  });
});

describe('two sandboxes', () => {
  const everything = [
    '/customers',
    '/wallets',
    '/subscriptions',
    '/applied_coupons',
    '/coupons',
    '/features',
  ];

  it.each(everything)('begin alike, ids included: %s', (path) => {
    const [one, other] = [openSandbox(), openSandbox()];
    expect(one(`GET ${path}?per_page=1000`).body).toEqual(other(`GET ${path}?per_page=1000`).body);
  });

  it('do not see each other', () => {
    const [one, other] = [openSandbox(), openSandbox()];
    one('DELETE /customers/acct-1');
    expect(other('GET /customers/acct-1').status).toBe(200);
  });

  it('create the same ids for the same requests', () => {
    const created = [openSandbox(), openSandbox()].map(
      (ask) => ask('POST /customers', { customer: { external_id: 'x' } }).body,
    );
    expect(created[0]).toEqual(created[1]);
  });
});
