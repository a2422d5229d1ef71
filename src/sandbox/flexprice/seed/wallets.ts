import Big from 'big.js';
import type { CreditBreakdownRow, WalletRow } from '../rows/wallet.ts';
import { baseColumnsAt, type SeedCalendar } from './base.ts';
import { idOf } from './names.ts';
import { currencyOf, people } from './people.ts';

interface WalletSeed {
  /** Unique; a customer's first wallet has the external id for its name. */
  readonly key: string;
  readonly externalId: string;
  readonly credits: string;
  readonly differences: Partial<WalletRow>;
}

const sharedSeeds: readonly WalletSeed[] = [
  seed('acct-1', '240', {
    name: 'Prepaid',
    description: 'Filled by bank transfer.',
    conversion_rate: '0.5',
    topup_conversion_rate: '0.5',
    config: { allowed_price_types: ['USAGE'] },
    auto_topup: { enabled: true, threshold: '20', amount: '100', invoicing: true },
    metadata: { cost_center: '4711' },
  }),
  seed('acct-2', '0', {}),
  seed('acct-3', '25000', { config: { allowed_price_types: ['ALL'] } }),
  seed('acct-4', '1234.567', { config: { allowed_price_types: ['USAGE', 'FIXED'] } }),
  seed('acct-5', '75.3', { metadata: {} }),
  seed('acct-7', '0', { wallet_status: 'closed' }),
  seed('acct-8', '3', { alert_state: 'in_alarm', config: { allowed_price_types: ['FIXED'] } }),
  seed('acct-14', '50', { name: 'Main' }),
  { ...seed('acct-14', '7.25', { name: 'Goodwill', conversion_rate: '0.1' }), key: 'acct-14 second' },
  seed('acct-15', '30', {}),
  { ...seed('acct-15', '20', { currency: 'usd', name: 'Dollars' }), key: 'acct-15 second' },
  seed('acct-16', '-12.5', { alert_state: 'warning' }),
  seed('acct-17', '80', { wallet_type: 'POST_PAID' }),
  seed('acct-18', '9.99', { wallet_status: 'frozen' }),
  seed('acct-20', '5', { auto_topup: { enabled: false, threshold: null, amount: null, invoicing: false } }),
];

/** The wallets; of Flexprice's own people every second has one. */
export function seedWallets(calendar: SeedCalendar): readonly WalletRow[] {
  const own = people
    .slice(20)
    .flatMap(({ externalId }, index) => (index % 2 === 0 ? [seed(externalId, `${index * 3}.5`, {})] : []));
  return [...sharedSeeds, ...own].map((each) => toWallet(calendar, each));
}

/** Where acct-1's credits came from. */
export function seedCreditBreakdowns(): readonly CreditBreakdownRow[] {
  return [{ wallet_id: idOf.wallet('acct-1'), purchased: '200', free: '40' }];
}

function seed(externalId: string, credits: string, differences: Partial<WalletRow>): WalletSeed {
  return { key: externalId, externalId, credits, differences };
}

function toWallet(calendar: SeedCalendar, { key, externalId, credits, differences }: WalletSeed): WalletRow {
  const rate = differences.conversion_rate ?? '1';
  return {
    ...baseColumnsAt(idOf.wallet(key), calendar.day(-150)),
    updated_at: calendar.day(-1),
    customer_id: idOf.customer(externalId),
    currency: currencyOf(externalId),
    balance: new Big(credits).times(rate).toFixed(),
    credit_balance: credits,
    wallet_status: 'active',
    description: '',
    metadata: null,
    wallet_type: 'PRE_PAID',
    config: {},
    conversion_rate: rate,
    topup_conversion_rate: rate,
    alert_state: 'ok',
    ...differences,
  };
}
