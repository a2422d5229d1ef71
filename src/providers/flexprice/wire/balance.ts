import { z } from 'zod';
import { type Balance, sumLive, type Wallet } from '../../../billing/balance.ts';
import { sum } from '../../../billing/decimal.ts';
import { sumByCurrency } from '../../../billing/money.ts';
import { wireCurrency, wireDecimal, wireOptionalText } from '../../wire-values.ts';

const walletSchema = z.object({
  id: z.string().min(1),
  customer_id: z.string(),
  name: wireOptionalText,
  wallet_status: z.string(),
  currency: wireCurrency,
  balance: wireDecimal,
  credit_balance: wireDecimal,
  /** Only there when it was asked for. */
  real_time_balance: wireDecimal.nullish(),
});

type WireWallet = z.infer<typeof walletSchema>;

/** The answer of both wallet routes of a customer: a bare array. */
export const walletListSchema = z.compile(z.array(walletSchema));

/** The balance over the active wallets of one customer. */
export function toBalance(rows: readonly WireWallet[], asOf: Date): Balance {
  const active = rows.filter(({ wallet_status }) => wallet_status === 'active');
  const wallets = active.map(toWallet);
  const credits = sum(active.map(({ credit_balance }) => credit_balance));
  return {
    asOf,
    settled: sumByCurrency(wallets.map(({ settled }) => settled)),
    live: sumLive(wallets),
    credits: active.length === 0 ? [] : [{ unit: 'credits', balance: credits }],
    wallets,
  };
}

function toWallet(row: WireWallet): Wallet {
  const { currency } = row;
  const live = row.real_time_balance ?? null;
  return {
    key: row.id,
    name: row.name,
    status: row.wallet_status,
    settled: { amount: row.balance, currency },
    live: live && { amount: live, currency },
    credits: row.credit_balance,
    expiresAt: null,
    priority: null,
  };
}
