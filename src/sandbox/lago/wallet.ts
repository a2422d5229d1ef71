import { type Decimal, multiply, toMinorUnits } from './decimal.ts';
import { defaultPaymentMethod } from './payment-method.ts';
import { type RecurringRule, ruleObject, rulesInForce } from './recurring-rule.ts';
import { type LagoStore, ownerOf } from './store.ts';
import type { Row } from './table.ts';
import { formatTimeToMilliseconds } from './time.ts';

/** What a customer has paid, or was given, in advance. Counted in credits; money follows from the rate. */
export interface Wallet extends Row {
  readonly lago_customer_id: string;
  readonly billing_entity_code: string;
  readonly status: 'active' | 'terminated';
  readonly currency: string;
  readonly name: string | null;
  /** Unique among a customer's active wallets. */
  readonly code: string | null;
  readonly purchase_order_number: string | null;
  /** Money per credit, in major units. */
  readonly rate_amount: Decimal;
  readonly credits_balance: Decimal;
  /** Used, but not yet invoiced. */
  readonly credits_ongoing_usage_balance: Decimal;
  readonly consumed_credits: Decimal;
  readonly expiration_at: Date | null;
  readonly last_balance_sync_at: Date | null;
  readonly last_consumed_credit_at: Date | null;
  readonly terminated_at: Date | null;
  readonly invoice_requires_successful_payment: boolean;
  readonly paid_top_up_min_amount_cents: number | null;
  readonly paid_top_up_max_amount_cents: number | null;
  /** 1 is drawn first. */
  readonly priority: number;
  readonly rules: readonly RecurringRule[];
  readonly applies_to: {
    readonly fee_types: readonly string[];
    readonly billable_metric_codes: readonly string[];
  };
  readonly metadata: Readonly<Record<string, string | null>> | null;
}

/** What every wallet begins with. */
export const walletDefaults = {
  status: 'active',
  name: null,
  code: null,
  purchase_order_number: null,
  credits_balance: 0n,
  credits_ongoing_usage_balance: 0n,
  consumed_credits: 0n,
  expiration_at: null,
  last_balance_sync_at: null,
  last_consumed_credit_at: null,
  terminated_at: null,
  invoice_requires_successful_payment: false,
  paid_top_up_min_amount_cents: null,
  paid_top_up_max_amount_cents: null,
  priority: 50,
  rules: [],
  applies_to: { fee_types: [], billable_metric_codes: [] },
  metadata: null,
} as const;

/** The wallet as every route shows it; `metadata` is absent where there is none. */
export function walletObject(wallet: Wallet, store: LagoStore): object {
  const { rules, metadata, ...attributes } = wallet;
  const ongoing = wallet.credits_balance - wallet.credits_ongoing_usage_balance;
  const cents = (credits: Decimal) => toMinorUnits(multiply(credits, wallet.rate_amount), wallet.currency);
  return {
    ...attributes,
    external_customer_id: ownerOf(store, wallet).external_id,
    balance_cents: cents(wallet.credits_balance),
    credits_ongoing_balance: ongoing,
    ongoing_balance_cents: cents(ongoing),
    ongoing_usage_balance_cents: cents(wallet.credits_ongoing_usage_balance),
    terminated_at: formatTimeToMilliseconds(wallet.terminated_at),
    recurring_transaction_rules: rulesInForce(rules, store.now()).map(ruleObject),
    applied_invoice_custom_sections: [],
    payment_method: defaultPaymentMethod,
    ...(metadata === null ? {} : { metadata }),
  };
}
