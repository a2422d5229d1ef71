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
const wallet = (lago_id: string, fields: Fields) => ({ ...record, lago_id, ...fields });
const path = '/customers/team-7/wallets';
const parts = { money: true, live: true, credits: true };

async function balanceOf(...rows: readonly unknown[]) {
  const { lago } = createLago(routes({ [path]: (request) => listed('wallets', rows, request) }));
  return plain((await lago.balance.ofCustomers(['team-7'], parts, createCall())).get('team-7'));
}

describe('the balance at Lago', () => {
  it.each([parts, { money: false, live: false, credits: true }])(
    'comes from one list of wallets, whichever parts are wanted',
    async (wanted) => {
      const { lago, sent } = createLago(routes({ [path]: () => ok(fixtureText('wallets')) }));
      const found = await lago.balance.ofCustomers(['team-7'], wanted, createCall());
      expect(linesOf(sent)).toEqual([`GET ${path}?page=1&per_page=100`]);
      expect(plain(found)).toEqual({
        'team-7': {
          asOf: '2026-03-10T12:00:00.000Z',
          settled: [{ amount: '102.5', currency: 'EUR' }],
          live: [{ amount: '-0.8', currency: 'EUR' }],
          credits: [{ unit: 'credits', balance: '410' }],
          wallets: [
            {
              key: '2c3d4e5f-6071-4829-a3b4-c5d6e7f80915',
              name: 'Plate money',
              status: 'active',
              settled: { amount: '102.5', currency: 'EUR' },
              live: { amount: '-0.8', currency: 'EUR' },
              credits: '410',
              expiresAt: '2027-01-01T00:00:00.000Z',
              priority: 3,
            },
          ],
        },
      });
    },
  );

  it('says that it knows a live figure', () => {
    expect(createLago(() => undefined).lago.balance.live).toBe(true);
  });

  it('adds the wallets of one currency and leaves the terminated ones out', async () => {
    const balance = await balanceOf(
      wallet('w1', { balance_cents: 10, ongoing_balance_cents: 5, credits_balance: '0.1' }),
      wallet('w2', { balance_cents: 20, ongoing_balance_cents: -25, credits_balance: '0.2' }),
      wallet('w3', {
        balance_cents: 1000,
        ongoing_balance_cents: 1000,
        credits_balance: '1',
        currency: 'JPY',
      }),
      wallet('w4', { status: 'terminated' }),
      wallet('w5', { status: 'frozen' }),
    );
    expect(balance).toMatchObject({
      settled: [
        { amount: '0.3', currency: 'EUR' },
        { amount: '1000', currency: 'JPY' },
      ],
      live: [
        { amount: '-0.2', currency: 'EUR' },
        { amount: '1000', currency: 'JPY' },
      ],
      credits: [{ unit: 'credits', balance: '1.3' }],
      wallets: [{ key: 'w1' }, { key: 'w2' }, { key: 'w3' }],
    });
  });

  it('has nothing without a wallet and zero with an empty one', async () => {
    expect(await balanceOf()).toMatchObject({ settled: [], live: [], credits: [], wallets: [] });
    expect(
      await balanceOf(wallet('w1', { balance_cents: 0, ongoing_balance_cents: 0, credits_balance: '0.0' })),
    ).toMatchObject({
      settled: [{ amount: '0', currency: 'EUR' }],
      live: [{ amount: '0', currency: 'EUR' }],
      credits: [{ unit: 'credits', balance: '0' }],
    });
  });

  it('is exact for numbers that no JavaScript number holds', async () => {
    const text = fixtureText('wallets')
      .replace('"balance_cents": 10250', '"balance_cents": 9007199254740993')
      .replace('"credits_balance": "410.0"', '"credits_balance": "12345678901234567890.12345"');
    const { lago } = createLago(routes({ [path]: () => ok(text) }));
    const found = await lago.balance.ofCustomers(['team-7'], parts, createCall());
    expect(plain(found.get('team-7'))).toMatchObject({
      settled: [{ amount: '90071992547409.93', currency: 'EUR' }],
      credits: [{ unit: 'credits', balance: '12345678901234567890.12345' }],
    });
  });

  it.each(['balance_cents', 'ongoing_balance_cents', 'credits_balance', 'currency', 'status'])(
    'is a bad response without %s',
    async (field) => {
      expect(await balanceOf(wallet('w1', { [field]: undefined }))).toMatchObject({
        failure: 'bad-response',
      });
    },
  );

  it('of an unknown customer is absent', async () => {
    const { lago } = createLago(() => refusal(404, 'customer_not_found'));
    expect(await lago.balance.ofCustomers(['team-7'], parts, createCall())).toEqual(new Map());
  });
});
