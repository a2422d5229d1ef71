import { type Interval, intervals } from './billing-period.ts';
import { type Decimal, parseDecimal } from './decimal.ts';
import { defaultPaymentMethod } from './payment-method.ts';
import { type JsonObject, readFlagField, readObjectsField, readTextField } from './request-body.ts';
import type { LagoStore } from './store.ts';
import type { Row } from './table.ts';
import { parseTime } from './time.ts';

/** Tops a wallet up again and again. When it does so next is told nowhere. */
export interface RecurringRule extends Row {
  readonly trigger: 'interval' | 'threshold';
  readonly method: 'fixed' | 'target';
  /** Means nothing for a threshold. */
  readonly interval: Interval | null;
  readonly status: 'active' | 'terminated';
  readonly threshold_credits: Decimal;
  readonly paid_credits: Decimal;
  readonly granted_credits: Decimal;
  /** null unless the method is `target`. */
  readonly grants_target_top_up: boolean | null;
  readonly target_ongoing_balance: Decimal | null;
  readonly started_at: Date | null;
  readonly expiration_at: Date | null;
  readonly invoice_requires_successful_payment: boolean;
  readonly transaction_metadata: readonly { readonly key: string; readonly value: string }[];
  readonly transaction_name: string | null;
}

/** What every rule begins with. */
export const ruleDefaults = {
  trigger: 'interval',
  method: 'fixed',
  interval: null,
  status: 'active',
  threshold_credits: 0n,
  paid_credits: 0n,
  granted_credits: 0n,
  grants_target_top_up: null,
  target_ongoing_balance: null,
  started_at: null,
  expiration_at: null,
  invoice_requires_successful_payment: false,
  transaction_metadata: [],
  transaction_name: null,
} as const;

/** The rule as its wallet shows it. */
export function ruleObject(rule: RecurringRule): object {
  return {
    ...rule,
    purchase_order_number: null,
    ignore_paid_top_up_limits: false,
    applied_invoice_custom_sections: [],
    payment_method: defaultPaymentMethod,
  };
}

/** The rules that a wallet shows: those that are still in force. */
export function rulesInForce(rules: readonly RecurringRule[], now: Date): readonly RecurringRule[] {
  return rules.filter(
    ({ status, expiration_at }) => status === 'active' && (expiration_at === null || expiration_at > now),
  );
}

/** The rule that the input spells, kept under its id where it changes a known one; null where it is no valid rule. */
export function readRule(
  input: JsonObject,
  known: readonly RecurringRule[],
  store: LagoStore,
): RecurringRule | null {
  const current = known.find(({ lago_id }) => lago_id === input.lago_id);
  const base: RecurringRule = current ?? {
    ...ruleDefaults,
    lago_id: store.newId('recurring-rule'),
    created_at: store.now(),
  };
  const method = input.method === undefined ? base.method : readMethod(input.method);
  const trigger = input.trigger === undefined ? base.trigger : readTrigger(input.trigger);
  if (method === null || trigger === null) return null;
  const rule: RecurringRule = {
    ...base,
    ...readSettings(input, base),
    trigger,
    method,
    grants_target_top_up:
      method === 'target' ? (readFlagField(input, 'grants_target_top_up') ?? false) : null,
  };
  if (rule.trigger === 'interval' && rule.interval === null) return null;
  if (rule.method === 'target' && rule.target_ongoing_balance === null) return null;
  return rule;
}

function readSettings(input: JsonObject, base: RecurringRule): Partial<RecurringRule> {
  return {
    interval: intervals.find((each) => each === input.interval) ?? base.interval,
    threshold_credits: readCredits(input, 'threshold_credits') ?? base.threshold_credits,
    paid_credits: readCredits(input, 'paid_credits') ?? base.paid_credits,
    granted_credits: readCredits(input, 'granted_credits') ?? base.granted_credits,
    target_ongoing_balance: readCredits(input, 'target_ongoing_balance') ?? base.target_ongoing_balance,
    started_at: parseTime(readTextField(input, 'started_at') ?? '') ?? base.started_at,
    expiration_at: parseTime(readTextField(input, 'expiration_at') ?? '') ?? base.expiration_at,
    transaction_name: readTextField(input, 'transaction_name') ?? base.transaction_name,
    invoice_requires_successful_payment:
      readFlagField(input, 'invoice_requires_successful_payment') ?? base.invoice_requires_successful_payment,
    transaction_metadata:
      readObjectsField(input, 'transaction_metadata')?.map((entry) => ({
        key: readTextField(entry, 'key') ?? '',
        value: readTextField(entry, 'value') ?? '',
      })) ?? base.transaction_metadata,
  };
}

function readMethod(value: unknown): RecurringRule['method'] | null {
  return value === 'fixed' || value === 'target' ? value : null;
}

function readTrigger(value: unknown): RecurringRule['trigger'] | null {
  return value === 'interval' || value === 'threshold' ? value : null;
}

function readCredits(input: JsonObject, field: string): Decimal | null {
  const value = input[field];
  return typeof value === 'string' ? parseDecimal(value) : null;
}
