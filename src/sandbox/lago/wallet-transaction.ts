import { type Decimal, multiply, toMinorUnits } from './decimal.ts';
import { defaultPaymentMethod } from './payment-method.ts';
import type { LagoStore } from './store.ts';
import type { Row } from './table.ts';
import type { Wallet } from './wallet.ts';

/** Credits that went into a wallet or out of it. */
export interface WalletTransaction extends Row {
  readonly lago_wallet_id: string;
  readonly lago_invoice_id: string | null;
  readonly status: 'pending' | 'settled' | 'failed';
  readonly source: 'manual' | 'interval' | 'threshold';
  readonly transaction_status: 'purchased' | 'granted' | 'voided' | 'invoiced';
  readonly transaction_type: 'inbound' | 'outbound';
  readonly credit_amount: Decimal;
  /** What is left of credits that came in. */
  readonly remaining_credit_amount: Decimal | null;
  readonly priority: number;
  readonly settled_at: Date | null;
  readonly failed_at: Date | null;
  readonly invoice_requires_successful_payment: boolean;
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
  readonly name: string | null;
}

/** The transaction as lists show it. */
export function transactionListItem(row: WalletTransaction, store: LagoStore): object {
  const { rate_amount, currency, billing_entity_code } = walletOf(row, store);
  const remaining = row.remaining_credit_amount;
  return {
    ...row,
    lago_credit_note_id: null,
    lago_voided_invoice_id: null,
    billing_entity_code,
    amount: multiply(row.credit_amount, rate_amount),
    remaining_amount_cents:
      remaining === null ? null : toMinorUnits(multiply(remaining, rate_amount), currency),
    purchase_order_number: null,
    payment_method: defaultPaymentMethod,
  };
}

/** The transaction as the single-transaction route shows it. */
export function transactionObject(row: WalletTransaction, store: LagoStore): object {
  return { ...transactionListItem(row, store), applied_invoice_custom_sections: [] };
}

function walletOf({ lago_wallet_id }: WalletTransaction, { wallets }: LagoStore): Wallet {
  const wallet = wallets.find(lago_wallet_id);
  if (wallet === null) throw new Error(`a transaction without its wallet: ${lago_wallet_id}`);
  return wallet;
}
