import { describe, expect, test } from 'vitest';
import { toBalance, walletListSchema } from '../../../../src/providers/flexprice/wire/balance.ts';
import { decimal, now } from '../support.ts';

const wallet = {
  id: 'wallet_a',
  customer_id: 'cust_a',
  wallet_status: 'active',
  currency: 'eur',
  balance: '1',
  credit_balance: '10',
};

const balanceOf = (...changes: readonly object[]) =>
  toBalance(
    walletListSchema.parse(changes.map((change, index) => ({ ...wallet, id: `wallet_${index}`, ...change }))),
    now,
  );

describe('a balance', () => {
  test('sums the wallets of one currency exactly, and never those of two', () => {
    const long = '123456789012345678901234567890.000000000000000001';
    const { settled, credits } = balanceOf(
      { balance: long, credit_balance: '0.1' },
      { balance: '0.000000000000000009', credit_balance: '0.2' },
      { currency: 'BHD', balance: '7.125', credit_balance: '-1' },
      { currency: 'jpy', balance: '400', credit_balance: '0' },
    );
    expect(settled).toEqual([
      { amount: decimal('7.125'), currency: 'BHD' },
      { amount: decimal('123456789012345678901234567890.00000000000000001'), currency: 'EUR' },
      { amount: decimal('400'), currency: 'JPY' },
    ]);
    expect(credits).toEqual([{ unit: 'credits', balance: decimal('-0.7') }]);
  });

  test.each(['frozen', 'closed', 'on_holiday', ''])('leaves out a wallet that is "%s"', (wallet_status) => {
    const balance = balanceOf({ wallet_status }, { balance: '2' });
    expect(balance.wallets.map(({ key }) => key)).toEqual(['wallet_1']);
    expect(balance.settled).toEqual([{ amount: decimal('2'), currency: 'EUR' }]);
    expect(balance.credits).toEqual([{ unit: 'credits', balance: decimal('10') }]);
  });

  test('of an empty wallet is zero', () => {
    const { settled } = balanceOf({ balance: '0' });
    expect(settled).toEqual([{ amount: decimal('0'), currency: 'EUR' }]);
  });

  test.each([
    [
      [{ real_time_balance: '0.5' }, { real_time_balance: '-2' }],
      [{ amount: decimal('-1.5'), currency: 'EUR' }],
    ],
    [[{ real_time_balance: '0' }], [{ amount: decimal('0'), currency: 'EUR' }]],
    [[{ real_time_balance: '3' }, {}], null],
    [[{ real_time_balance: null }], null],
  ])('with the wallets %j has the live figure %j', (wallets, live) => {
    expect(balanceOf(...wallets).live).toEqual(live);
  });

  test.each([
    { balance: undefined },
    { balance: null },
    { credit_balance: undefined },
    { credit_balance: 'ten' },
    { real_time_balance: '' },
    { currency: '' },
    { currency: undefined },
    { customer_id: undefined },
    { wallet_status: undefined },
  ])('is refused with a wallet with %o', (changes) => {
    expect(() => balanceOf(changes)).toThrow();
  });
});
