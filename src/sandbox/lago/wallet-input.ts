import { currencies } from './currencies.ts';
import type { Customer } from './customer.ts';
import { parseDecimal } from './decimal.ts';
import type { Complaints } from './errors.ts';
import { type RecurringRule, readRule } from './recurring-rule.ts';
import {
  isObject,
  type JsonObject,
  readFlagField,
  readIntegerField,
  readObjectsField,
  readTextField,
} from './request-body.ts';
import type { LagoStore } from './store.ts';
import { parseTime } from './time.ts';
import { type Wallet, walletDefaults } from './wallet.ts';

/** A wallet that may be saved, or why it may not. */
export type WalletDraft = { readonly wallet: Wallet } | { readonly complaints: Complaints };

const mostWallets = 6;

/** The customer's new wallet, still empty. */
export function draftWallet(
  customer: Customer,
  input: JsonObject,
  others: readonly Wallet[],
  store: LagoStore,
): WalletDraft {
  const currency = readTextField(input, 'currency') ?? customer.currency ?? '';
  const rate = parseDecimal(readTextField(input, 'rate_amount') ?? '');
  const complaints = {
    ...(others.length >= mostWallets ? { customer: ['wallet_limit_reached'] } : {}),
    ...(currencies.includes(currency) ? {} : { currency: ['value_is_invalid'] }),
    ...(rate === null || rate <= 0n ? { rate_amount: ['value_is_invalid'] } : {}),
    ...complaintsAboutCredits(input, ['paid_credits', 'granted_credits']),
  };
  if (Object.keys(complaints).length > 0 || rate === null) return { complaints };
  const wallet: Wallet = {
    ...walletDefaults,
    lago_id: store.newId('wallet'),
    lago_customer_id: customer.lago_id,
    billing_entity_code: customer.billing_entity_code,
    currency,
    rate_amount: rate,
    code: freeCode(readTextField(input, 'name') ?? null, others),
    created_at: store.now(),
  };
  return changeWallet(wallet, input, others, store);
}

/** The wallet with what the input says; `others` are the customer's other active wallets. */
export function changeWallet(
  wallet: Wallet,
  input: JsonObject,
  others: readonly Wallet[],
  store: LagoStore,
): WalletDraft {
  const rules = readRules(wallet, input, store);
  const changed: Wallet = {
    ...wallet,
    ...readAttributes(wallet, input),
    rules: rules === null || typeof rules === 'string' ? wallet.rules : rules,
  };
  const { code, priority, expiration_at } = changed;
  const late =
    expiration_at !== null && expiration_at !== wallet.expiration_at && expiration_at <= store.now();
  const complaints = {
    ...(others.some((other) => other.code === code) ? { code: ['value_already_exist'] } : {}),
    ...(priority < 1 || priority > 50 ? { priority: ['value_is_out_of_range'] } : {}),
    ...(late ? { expiration_at: ['invalid_date'] } : {}),
    ...(typeof rules === 'string' ? { recurring_transaction_rules: [rules] } : {}),
  };
  return Object.keys(complaints).length > 0 ? { complaints } : { wallet: changed };
}

/** Credits must be sent as text: a JSON number is refused. */
export function complaintsAboutCredits(input: JsonObject, fields: readonly string[]): Complaints {
  const wrong = fields.filter((field) => {
    const value = input[field] ?? '0';
    const credits = typeof value === 'string' ? parseDecimal(value) : null;
    return credits === null || credits < 0n;
  });
  return Object.fromEntries(wrong.map((field) => [field, [`invalid_${field}`, 'invalid_amount']]));
}

function readAttributes(wallet: Wallet, input: JsonObject): Partial<Wallet> {
  const text = (field: 'name' | 'code' | 'purchase_order_number') => {
    const value = readTextField(input, field);
    return value === undefined ? wallet[field] : value;
  };
  const number = (field: 'paid_top_up_min_amount_cents' | 'paid_top_up_max_amount_cents') => {
    const value = readIntegerField(input, field);
    return value === undefined ? wallet[field] : value;
  };
  const expiration = readTextField(input, 'expiration_at');
  return {
    name: text('name'),
    code: text('code'),
    purchase_order_number: text('purchase_order_number'),
    priority: readIntegerField(input, 'priority') ?? wallet.priority,
    expiration_at: expiration === undefined ? wallet.expiration_at : parseTime(expiration ?? ''),
    paid_top_up_min_amount_cents: number('paid_top_up_min_amount_cents'),
    paid_top_up_max_amount_cents: number('paid_top_up_max_amount_cents'),
    invoice_requires_successful_payment:
      readFlagField(input, 'invoice_requires_successful_payment') ??
      wallet.invoice_requires_successful_payment,
    applies_to: isObject(input.applies_to) ? readLimits(input.applies_to) : wallet.applies_to,
    metadata: isObject(input.metadata) ? readMetadata(input.metadata) : wallet.metadata,
  };
}

function readLimits(input: JsonObject): Wallet['applies_to'] {
  const strings = (value: unknown) =>
    Array.isArray(value) ? value.filter((member) => typeof member === 'string') : [];
  return {
    fee_types: strings(input.fee_types),
    billable_metric_codes: strings(input.billable_metric_codes),
  };
}

function readMetadata(input: JsonObject): Wallet['metadata'] {
  return Object.fromEntries(Object.keys(input).map((key) => [key, readTextField(input, key) ?? null]));
}

/** null: the input says nothing about rules; text: what is wrong with what it says. */
function readRules(
  wallet: Wallet,
  input: JsonObject,
  store: LagoStore,
): readonly RecurringRule[] | string | null {
  const inputs = readObjectsField(input, 'recurring_transaction_rules');
  if (inputs === undefined) return null;
  if (inputs.length > 1) return 'invalid_number_of_recurring_rules';
  const rules: RecurringRule[] = [];
  for (const each of inputs) {
    const rule = readRule(each, wallet.rules, store);
    if (rule === null) return 'invalid_recurring_rule';
    rules.push(rule);
  }
  return rules;
}

/** A code made from the name, with a number where the customer has that code already. */
function freeCode(name: string | null, others: readonly Wallet[]): string {
  const base = name?.toLowerCase().replace(/[^a-z0-9]+/g, '_') || 'default';
  const taken = new Set(others.map(({ code }) => code));
  let code = base;
  for (let number = 2; taken.has(code); number += 1) code = `${base}_${number}`;
  return code;
}
