import { describe, expect, it } from 'vitest';
import { activeWallets, toBalance, walletSchema } from '../../../../src/providers/lago/wire/wallet.ts';
import { type Fields, fixtureRecord, now, plain } from '../support.ts';

const record = fixtureRecord('wallets', 'wallets');

function map(fields: Fields) {
  return plain(toBalance([walletSchema.parse({ ...record, ...fields })], now));
}

describe('toBalance', () => {
  it.each([
    ['EUR', '102.5', '-0.8'],
    ['KRW', '10250', '-80'],
    ['OMR', '10.25', '-0.08'],
  ])('counts the minor units of %s', (currency, settled, live) => {
    expect(map({ currency })).toMatchObject({
      settled: [{ amount: settled, currency }],
      live: [{ amount: live, currency }],
    });
  });

  it.each([
    [{ name: null }, { name: null }],
    [{ name: '' }, { name: null }],
    [{ priority: undefined }, { priority: null }],
    [{ expiration_at: null }, { expiresAt: null }],
    [{ expiration_at: '2027-01-01T01:00:00+01:00' }, { expiresAt: '2027-01-01T00:00:00.000Z' }],
    [{ credits_balance: 12.25 }, { credits: '12.25' }],
  ])('reads %j as %j', (fields, expected) => {
    expect(map(fields)).toMatchObject({ wallets: [expected] });
  });

  it.each([
    { balance_cents: 10.5 },
    { rate_amount: null },
    { currency: 'EURO' },
    { created_at: null },
    { priority: '3' },
  ])('refuses %j', (fields) => {
    expect(walletSchema.safeParse({ ...record, ...fields }).success).toBe(false);
  });
});

describe('activeWallets', () => {
  it.each([
    ['active', 1],
    ['terminated', 0],
    ['frozen', 0],
  ])('of a wallet that is %s are %i', (status, count) => {
    expect(activeWallets([walletSchema.parse({ ...record, status })])).toHaveLength(count);
  });
});
