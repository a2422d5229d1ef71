import { z } from 'zod';
import { type Balance, sumLive, type Wallet } from '../../../billing/balance.ts';
import { sum } from '../../../billing/decimal.ts';
import { fromMinorUnits, sumByCurrency } from '../../../billing/money.ts';
import {
  wireCurrency,
  wireDecimal,
  wireInteger,
  wireOptionalText,
  wireOptionalTime,
  wireTime,
} from '../../wire-values.ts';

/** A row of GET /wallets and GET /customers/{external_id}/wallets. Its top-up rules are read apart. */
export const walletSchema = z.compile(
  z.object({
    lago_id: z.string(),
    status: z.string(),
    currency: wireCurrency,
    name: wireOptionalText,
    code: wireOptionalText,
    /** Money per credit, in major units. */
    rate_amount: wireDecimal,
    balance_cents: wireInteger,
    /** After usage that is not yet invoiced; may be negative. */
    ongoing_balance_cents: wireInteger,
    credits_balance: wireDecimal,
    priority: z.number().int().nullish(),
    created_at: wireTime,
    expiration_at: wireOptionalTime,
    recurring_transaction_rules: z.unknown(),
  }),
);

/** A wallet as Lago tells it. */
export type WireWallet = z.infer<typeof walletSchema>;

/** The wallets that still hold money: the lists also have those that were terminated. */
export function activeWallets(rows: readonly WireWallet[]): readonly WireWallet[] {
  return rows.filter(({ status }) => status === 'active');
}

/** The balance of a customer with these active wallets. */
export function toBalance(rows: readonly WireWallet[], asOf: Date): Balance {
  const wallets = rows.map(toWallet);
  const credits = sum(rows.map((row) => row.credits_balance));
  return {
    asOf,
    settled: sumByCurrency(wallets.map(({ settled }) => settled)),
    live: sumLive(wallets),
    credits: rows.length > 0 ? [{ unit: 'credits', balance: credits }] : [],
    wallets,
  };
}

function toWallet(row: WireWallet): Wallet {
  return {
    key: row.lago_id,
    name: row.name,
    status: row.status,
    settled: fromMinorUnits(row.balance_cents, row.currency),
    live: fromMinorUnits(row.ongoing_balance_cents, row.currency),
    credits: row.credits_balance,
    expiresAt: row.expiration_at,
    priority: row.priority ?? null,
  };
}
