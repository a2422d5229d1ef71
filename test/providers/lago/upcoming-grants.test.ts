import { describe, expect, it } from 'vitest';
import {
  createCall,
  createLago,
  type Fields,
  fixtureRecord,
  fixtureText,
  linesOf,
  listed,
  ok,
  plain,
  refusal,
  routes,
} from './support.ts';

const record = fixtureRecord('wallets', 'wallets');
const customer = fixtureRecord('customer', 'customer');
const walletsPath = '/customers/team-7/wallets';
const parts = { definition: true, unit: true, amount: true };

async function read(wallet: Fields, owner: Fields = {}) {
  const { lago, sent } = createLago(
    routes({
      [walletsPath]: (request) => listed('wallets', [{ ...record, ...wallet }], request),
      '/customers/team-7': () => ok({ customer: { ...customer, ...owner } }),
    }),
  );
  const found = await lago.upcomingGrants.ofCustomers(['team-7'], parts, createCall());
  return { answer: plain(found.get('team-7')), lines: linesOf(sent) };
}

describe('upcoming grants at Lago', () => {
  it('are the next run of each rule, free credits apart from those to be paid', async () => {
    const { lago, sent } = createLago(
      routes({
        [walletsPath]: () => ok(fixtureText('wallets')),
        '/customers/team-7': () => ok(fixtureText('customer')),
      }),
    );
    const found = await lago.upcomingGrants.ofCustomers(['team-7'], parts, createCall());
    expect(linesOf(sent)).toEqual([`GET ${walletsPath}?page=1&per_page=100`, 'GET /customers/team-7']);
    const grant = {
      name: 'Monthly plates',
      unit: 'credits',
      scheduledFor: '2026-03-11T23:55:00.000Z',
      expiresAt: '2027-01-01T00:00:00.000Z',
      estimated: true,
      subscriptionId: null,
    };
    expect(plain(found)).toEqual({
      'team-7': [
        {
          ...grant,
          key: '8d9eaf10-2132-4354-8576-97a8b9cadb16:2026-03-12:granted',
          credits: '10.5',
          amount: { amount: '2.625', currency: 'EUR' },
          requiresPayment: false,
        },
        {
          ...grant,
          key: '8d9eaf10-2132-4354-8576-97a8b9cadb16:2026-03-12:paid',
          credits: '40',
          amount: { amount: '10', currency: 'EUR' },
          requiresPayment: true,
        },
      ],
    });
  });

  it.each([
    ['without a rule', { recurring_transaction_rules: [] }],
    ['in a terminated wallet', { status: 'terminated' }],
  ])('are none %s, and nobody is asked for a time zone', async (_case, wallet) => {
    expect(await read(wallet)).toEqual({ answer: [], lines: [`GET ${walletsPath}?page=1&per_page=100`] });
  });

  it('fall on the days of the time zone that applies to the customer', async () => {
    const { answer } = await read({}, { timezone: null, applicable_timezone: 'Pacific/Auckland' });
    expect(answer).toMatchObject([
      { scheduledFor: '2026-03-11T11:55:00.000Z' },
      { scheduledFor: '2026-03-11T11:55:00.000Z' },
    ]);
  });

  it.each([
    ['no time zone', {}, { applicable_timezone: null }],
    ['a time zone that does not exist', {}, { applicable_timezone: 'Mars/Olympus' }],
    ['no list of rules', { recurring_transaction_rules: undefined }, {}],
    ['a rule without credits', { recurring_transaction_rules: [{ lago_id: 'r', trigger: 'interval' }] }, {}],
  ])('are a bad response with %s', async (_case, wallet, owner) => {
    expect((await read(wallet, owner)).answer).toMatchObject({ failure: 'bad-response' });
  });

  it('do not cost the balance its answer when a rule is malformed', async () => {
    const { lago } = createLago(
      routes({
        [walletsPath]: (request) =>
          listed('wallets', [{ ...record, recurring_transaction_rules: [{}] }], request),
      }),
    );
    const call = createCall();
    const grants = await lago.upcomingGrants.ofCustomers(['team-7'], parts, call);
    const balance = await lago.balance.ofCustomers(
      ['team-7'],
      { money: true, live: true, credits: true },
      call,
    );
    expect(grants.get('team-7')).toMatchObject({ failure: 'bad-response' });
    expect(balance.get('team-7')).toMatchObject({ wallets: { length: 1 } });
  });

  it.each([
    ['the wallets', {}],
    ['the customer', { [walletsPath]: () => ok(fixtureText('wallets')) }],
  ])('are absent when %s cannot be found', async (_case, known) => {
    const { lago } = createLago((request) => routes(known)(request) ?? refusal(404, 'customer_not_found'));
    expect(await lago.upcomingGrants.ofCustomers(['team-7'], parts, createCall())).toEqual(new Map());
  });

  it('fail with the customer that cannot be asked for its time zone', async () => {
    const { lago } = createLago(
      routes({
        [walletsPath]: () => ok(fixtureText('wallets')),
        '/customers/team-7': () => ({ status: 500, body: '' }),
        '/customers/well/wallets': (request) => listed('wallets', [], request),
      }),
    );
    const found = await lago.upcomingGrants.ofCustomers(['team-7', 'well'], parts, createCall());
    expect(found.get('team-7')).toMatchObject({ failure: 'unavailable' });
    expect(found.get('well')).toEqual([]);
  });
});
