import { type Decimal, parseDecimal } from './decimal.ts';
import {
  type JsonObject,
  readFlagField,
  readIntegerField,
  readObjectsField,
  readTextField,
} from './request-body.ts';
import type { LagoStore } from './store.ts';
import type { Wallet } from './wallet.ts';
import type { WalletTransaction } from './wallet-transaction.ts';

/**
 * Puts credits into the wallet, or takes them out, as one transaction of each kind. Free ones settle at once; paid ones
 * stay pending, since nobody pays invoices here.
 */
export function topUp(wallet: Wallet, input: JsonObject, store: LagoStore): readonly WalletTransaction[] {
  const paid = readCredits(input, 'paid_credits');
  const granted = readCredits(input, 'granted_credits');
  const voided = readCredits(input, 'voided_credits');
  const rows: WalletTransaction[] = [];
  if (paid > 0n)
    rows.push({
      ...transaction(wallet, paid, input, store),
      lago_invoice_id: store.newId('invoice'),
      status: 'pending',
      settled_at: null,
      transaction_status: 'purchased',
      remaining_credit_amount: null,
    });
  if (granted > 0n) rows.push(transaction(wallet, granted, input, store));
  if (voided > 0n)
    rows.push({
      ...transaction(wallet, voided, input, store),
      transaction_status: 'voided',
      transaction_type: 'outbound',
      remaining_credit_amount: null,
    });
  for (const row of rows) store.walletTransactions.save(row);
  const now = store.now();
  const balance = wallet.credits_balance + granted - voided;
  store.wallets.save({ ...wallet, credits_balance: balance, last_balance_sync_at: now });
  return rows;
}

function readCredits(input: JsonObject, field: string): Decimal {
  return parseDecimal(readTextField(input, field) ?? '') ?? 0n;
}

/** Credits that are granted for free. */
function transaction(
  wallet: Wallet,
  credits: Decimal,
  input: JsonObject,
  store: LagoStore,
): WalletTransaction {
  return {
    lago_id: store.newId('wallet-transaction'),
    lago_wallet_id: wallet.lago_id,
    lago_invoice_id: null,
    status: 'settled',
    source: 'manual',
    transaction_status: 'granted',
    transaction_type: 'inbound',
    credit_amount: credits,
    remaining_credit_amount: credits,
    priority: readIntegerField(input, 'priority') ?? 50,
    settled_at: store.now(),
    failed_at: null,
    created_at: store.now(),
    invoice_requires_successful_payment:
      readFlagField(input, 'invoice_requires_successful_payment') ??
      wallet.invoice_requires_successful_payment,
    metadata: (readObjectsField(input, 'metadata') ?? []).map((entry) => ({
      key: readTextField(entry, 'key') ?? '',
      value: readTextField(entry, 'value') ?? '',
    })),
    name: readTextField(input, 'name') ?? null,
  };
}
