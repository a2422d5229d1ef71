import { describe, expect, test } from 'vitest';
import {
  createCall,
  decimal,
  failureOf,
  fixture,
  fixtureRows,
  listOf,
  missing,
  openAccount,
  queryValues,
  rowLike,
} from './support.ts';

const search = 'POST /subscriptions/search';
const grants = 'GET /customers/cust_birch/grants/upcoming';
const cedarGrants = 'GET /customers/cust_cedar/grants/upcoming';
const definitions = 'GET /creditgrants';

const everything = { definition: true, unit: true, amount: true };
const dateOnly = { definition: false, unit: false, amount: false };

const happy = {
  [search]: () => ({ body: fixture('subscriptions') }),
  [grants]: () => ({ body: fixture('upcoming-grants') }),
  [definitions]: () => ({ body: fixture('credit-grants') }),
};

describe('upcoming grants', () => {
  test('carry every field that Flexprice has', async () => {
    const { provider, requests } = openAccount(happy);
    const batch = await provider.upcomingGrants.ofCustomers(
      ['cust_birch', 'cust_birch'],
      everything,
      createCall(),
    );
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([grants, definitions, search]);
    expect(requests[1]?.query).toEqual([
      ['credit_grant_ids', 'cg_monthly'],
      ['credit_grant_ids', 'cg_welcome'],
      ['limit', '1000'],
      ['offset', '0'],
    ]);
    expect(batch.get('cust_birch')).toEqual([
      {
        key: 'cga_first',
        name: 'Monthly fleet credits',
        credits: decimal('750.25'),
        unit: 'credits',
        amount: { amount: decimal('30.01'), currency: 'GBP' },
        scheduledFor: new Date('2026-12-05T00:00:00Z'),
        expiresAt: new Date('2027-01-05T00:00:00Z'),
        estimated: false,
        requiresPayment: false,
        subscriptionId: 'subs_fleet',
      },
      {
        key: 'cga_second',
        name: 'Welcome gift',
        credits: decimal('20'),
        unit: 'credits',
        amount: null,
        scheduledFor: new Date('2026-12-31T12:00:00Z'),
        expiresAt: new Date('2027-02-28T12:00:00Z'),
        estimated: false,
        requiresPayment: false,
        subscriptionId: 'subs_fleet',
      },
    ]);
  });

  test.each([
    ['the date alone', dateOnly, [grants]],
    ['the unit', { ...dateOnly, unit: true }, [grants]],
    ['the name', { ...dateOnly, definition: true }, [grants, definitions]],
    ['the amount', { ...dateOnly, amount: true }, [grants, definitions, search]],
  ])('cost no call that %s does not need', async (_, parts, expected) => {
    const { provider, requests } = openAccount(happy);
    await provider.upcomingGrants.ofCustomers(['cust_birch'], parts, createCall());
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(expected);
  });

  test('of several customers share one call for the definitions and one for the subscriptions', async () => {
    const { provider, requests } = openAccount({
      ...happy,
      [cedarGrants]: () => listOf([rowLike('upcoming-grants', { id: 'cga_cedar' })]),
      'GET /customers/cust_elder/grants/upcoming': () => listOf([]),
    });
    const keys = ['cust_birch', 'cust_cedar', 'cust_elder'];
    const batch = await provider.upcomingGrants.ofCustomers(keys, everything, createCall());
    expect(requests).toHaveLength(5);
    expect(queryValues(requests[3], 'credit_grant_ids')).toEqual(['cg_monthly', 'cg_welcome']);
    expect(requests[4]?.body).toMatchObject({ customer_ids: ['cust_birch', 'cust_cedar'] });
    // The fixture's subscription belongs to the other customer, so that nothing tells the currency of this one.
    expect(batch.get('cust_cedar')).toMatchObject([{ name: 'Monthly fleet credits', amount: null }]);
    expect(batch.get('cust_elder')).toEqual([]);
  });

  test('ask for fifty definitions at a time', async () => {
    const rows = Array.from({ length: 51 }, (_, index) =>
      rowLike('upcoming-grants', { id: `cga_${index}`, credit_grant_id: `cg_${index}` }),
    );
    const { provider, requests } = openAccount({
      [grants]: () => listOf(rows),
      [definitions]: () => listOf([]),
    });
    const batch = await provider.upcomingGrants.ofCustomers(
      ['cust_birch'],
      { ...dateOnly, definition: true },
      createCall(),
    );
    expect(requests.slice(1).map((request) => queryValues(request, 'credit_grant_ids').length)).toEqual([
      50, 1,
    ]);
    expect(batch.get('cust_birch')).toHaveLength(51);
  });

  test('have no name where their grant cannot be found', async () => {
    const { provider } = openAccount({ ...happy, [definitions]: () => listOf([]) });
    const batch = await provider.upcomingGrants.ofCustomers(['cust_birch'], everything, createCall());
    expect(batch.get('cust_birch')).toMatchObject([
      { name: null, amount: null, expiresAt: null },
      { name: null, amount: null, expiresAt: null },
    ]);
  });

  test('come soonest first, and only those still to come', async () => {
    const rows = [
      rowLike('upcoming-grants', { id: 'late', scheduled_for: '2027-01-01T00:00:00+09:00' }),
      rowLike('upcoming-grants', { id: 'early', scheduled_for: '2026-12-31T14:59:59.999999999Z' }),
      rowLike('upcoming-grants', { id: 'now', scheduled_for: '2026-11-20T09:30:00Z' }),
      rowLike('upcoming-grants', { id: 'past', scheduled_for: '2026-11-19T00:00:00Z' }),
    ];
    const { provider } = openAccount({ [grants]: () => listOf(rows) });
    const batch = await provider.upcomingGrants.ofCustomers(['cust_birch'], dateOnly, createCall());
    expect(batch.get('cust_birch')).toMatchObject([{ key: 'early' }, { key: 'late' }]);
  });

  test('keep a failure, an absence and a broken definition to their own customers', async () => {
    const [monthly, welcome] = fixtureRows('upcoming-grants');
    const { provider } = openAccount({
      [grants]: () => listOf([monthly]),
      [cedarGrants]: () => listOf([welcome]),
      'GET /customers/cust_elder/grants/upcoming': () => missing,
      'GET /customers/cust_fir/grants/upcoming': () => ({ status: 500, type: '', body: '' }),
      [definitions]: () =>
        listOf([rowLike('credit-grants', { conversion_rate: 'cheap' }), fixtureRows('credit-grants')[1]]),
    });
    const keys = ['cust_birch', 'cust_cedar', 'cust_elder', 'cust_fir'];
    const batch = await provider.upcomingGrants.ofCustomers(
      keys,
      { ...dateOnly, definition: true },
      createCall(),
    );
    expect(failureOf(batch.get('cust_birch'))).toEqual({
      failure: 'bad-response',
      detail: 'conversion_rate: custom',
    });
    expect(batch.get('cust_cedar')).toMatchObject([{ name: 'Welcome gift' }]);
    expect(batch.has('cust_elder')).toBe(false);
    expect(failureOf(batch.get('cust_fir'))).toMatchObject({ failure: 'unavailable' });
  });

  test('are an error where the price was asked for and the currency could not be', async () => {
    const { provider } = openAccount({ ...happy, [search]: () => ({ status: 503, body: '' }) });
    const batch = await provider.upcomingGrants.ofCustomers(['cust_birch'], everything, createCall());
    expect(failureOf(batch.get('cust_birch'))).toMatchObject({ failure: 'unavailable' });
  });

  test.each([
    ['without its list', { pagination: { total: 0, limit: 0, offset: 0 } }],
    ['with a row without credits', { items: [rowLike('upcoming-grants', { credits: undefined })] }],
    ['with a number of no use', { items: [rowLike('upcoming-grants', { credits: 'many' })] }],
    ['with a row without a date', { items: [rowLike('upcoming-grants', { scheduled_for: null })] }],
  ])('are a bad response %s', async (_, body) => {
    const { provider } = openAccount({ [grants]: () => ({ body }) });
    const batch = await provider.upcomingGrants.ofCustomers(['cust_birch'], dateOnly, createCall());
    expect(failureOf(batch.get('cust_birch'))).toMatchObject({ failure: 'bad-response' });
  });

  test('of an id that no path can carry are absent, without a call', async () => {
    const { provider, requests } = openAccount({});
    const batch = await provider.upcomingGrants.ofCustomers(
      ['', '.', '..', 'a/b', 'a\u0000b'],
      dateOnly,
      createCall(),
    );
    expect(batch.size).toBe(0);
    expect(requests).toEqual([]);
  });
});
