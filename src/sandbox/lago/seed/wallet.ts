import { uuidOf } from '../../ids.ts';
import type { Customer } from '../customer.ts';
import { decimal } from '../decimal.ts';
import { type RecurringRule, ruleDefaults } from '../recurring-rule.ts';
import type { LagoStore } from '../store.ts';
import { daysAfter } from '../time.ts';
import { type Wallet, walletDefaults } from '../wallet.ts';
import type { WalletTransaction } from '../wallet-transaction.ts';

/** Adds a wallet that was opened so many days ago, with the transactions that explain its balance. */
export function saveWallet(
  store: LagoStore,
  customer: Customer,
  code: string,
  daysAgo: number,
  details: Partial<Wallet> = {},
): Wallet {
  const created = daysAfter(store.now(), -daysAgo);
  const wallet: Wallet = {
    ...walletDefaults,
    lago_id: uuidOf(`lago:wallet:${customer.external_id}:${code}:${details.status ?? 'active'}`),
    lago_customer_id: customer.lago_id,
    billing_entity_code: customer.billing_entity_code,
    currency: customer.currency ?? 'EUR',
    name: code,
    code,
    rate_amount: decimal('1'),
    created_at: created,
    last_balance_sync_at: daysAfter(store.now(), -0.01),
    ...details,
  };
  store.wallets.save(wallet);
  const { credits_balance: left, consumed_credits: consumed } = wallet;
  if (left + consumed > 0n)
    saveTransaction(store, wallet, 'first', {
      credit_amount: left + consumed,
      remaining_credit_amount: left,
      source: 'manual',
      created_at: created,
    });
  if (consumed > 0n)
    saveTransaction(store, wallet, 'consumed', {
      credit_amount: consumed,
      lago_invoice_id: uuidOf(`lago:invoice:${wallet.lago_id}`),
      transaction_status: 'invoiced',
      transaction_type: 'outbound',
      created_at: daysAfter(created, daysAgo / 2),
    });
  return wallet;
}

/** Adds a transaction: granted and settled unless the details say otherwise. */
export function saveTransaction(
  store: LagoStore,
  wallet: Wallet,
  label: string,
  details: Partial<WalletTransaction> = {},
): void {
  const created = details.created_at ?? wallet.created_at;
  store.walletTransactions.save({
    lago_id: uuidOf(`lago:wallet-transaction:${wallet.lago_id}:${label}`),
    lago_wallet_id: wallet.lago_id,
    lago_invoice_id: null,
    status: 'settled',
    source: 'manual',
    transaction_status: 'granted',
    transaction_type: 'inbound',
    credit_amount: 0n,
    remaining_credit_amount: null,
    priority: 50,
    settled_at: created,
    failed_at: null,
    created_at: created,
    invoice_requires_successful_payment: false,
    metadata: [],
    name: null,
    ...details,
  });
}

/** A recurring rule that has been there for a year. */
export function createRule(store: LagoStore, label: string, details: Partial<RecurringRule>): RecurringRule {
  return {
    ...ruleDefaults,
    lago_id: uuidOf(`lago:recurring-rule:${label}`),
    created_at: daysAfter(store.now(), -365),
    ...details,
  };
}
