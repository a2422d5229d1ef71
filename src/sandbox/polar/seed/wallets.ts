import { polarId } from '../organization.ts';
import type { PaymentMethodRecord } from '../records/customer.ts';
import type { WalletRecord } from '../records/wallet.ts';
import type { Calendar } from './calendar.ts';
import { customerId } from './customers.ts';

type Money = readonly [customer: string, type: WalletRecord['type'], currency: string, balance: number];

const money: readonly Money[] = [
  ['acct-1', 'billing', 'eur', 12_550],
  ['acct-1', 'usage', 'eur', 99_999],
  ['acct-2', 'billing', 'usd', -350],
  ['acct-3', 'billing', 'jpy', 1500],
  ['acct-4', 'billing', 'kwd', 12_345],
  ['acct-5', 'billing', 'gbp', 0],
  ['acct-6', 'usage', 'usd', 4200],
  ['two-currencies', 'billing', 'eur', 2000],
  ['two-currencies', 'billing', 'jpy', -98_000],
  ['deleted gone', 'billing', 'usd', 700],
];

/** Credit, debt, an empty wallet, two currencies, currencies of no and three decimals, and wallets for usage. */
export function createWallets(calendar: Calendar): readonly WalletRecord[] {
  return money.map(([customer, type, currency, balance], index) => ({
    id: polarId('wallet', `${customer} ${type} ${currency}`),
    created_at: calendar(-80 + index),
    modified_at: balance === 0 ? null : calendar(-1),
    type,
    customer_id: customerId(customer),
    balance,
    currency,
  }));
}

/** A default card, another card and a means of payment that is no card. */
export function createPaymentMethods(calendar: Calendar): readonly PaymentMethodRecord[] {
  const common = { created_at: calendar(-90), modified_at: null, customer_id: customerId('acct-1') };
  const card = { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2039 };
  return [
    { ...common, id: polarId('payment method', 'acct-1 card'), type: 'card', card },
    {
      ...common,
      id: polarId('payment method', 'acct-1 old card'),
      type: 'card',
      card: { ...card, brand: 'mastercard', last4: '4444', exp_year: 2024 },
    },
    { ...common, id: polarId('payment method', 'acct-1 debit'), type: 'sepa_debit', card: null },
  ];
}
