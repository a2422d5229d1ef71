import { z } from 'zod';
import { fromMinorUnits, sumByCurrency } from '../../../billing/money.ts';
import type { Usage, UsageItem, UsagePeriod } from '../../../billing/usage.ts';
import { wireCurrency, wireDecimal, wireInteger, wireOptionalText, wireTime } from '../../wire-values.ts';

const chargeUsageSchema = z.object({
  units: wireDecimal,
  amount_cents: wireInteger,
  amount_currency: wireCurrency,
  billable_metric: z.object({ code: z.string(), name: z.string() }),
});

const periodUsageSchema = z.object({
  from_datetime: wireTime,
  to_datetime: wireTime,
  currency: wireCurrency,
  /** Before taxes. */
  amount_cents: wireInteger,
  charges_usage: z.array(chargeUsageSchema),
});

type WirePeriodUsage = z.infer<typeof periodUsageSchema>;

/** The answer of GET /customers/{external_id}/current_usage. */
export const currentUsageSchema = z.compile(
  z.object({ customer_usage: periodUsageSchema }).transform((answer) => answer.customer_usage),
);

/** A row of GET /customers/{external_id}/past_usage. */
export const pastUsageSchema = z.compile(periodUsageSchema.extend({ lago_invoice_id: wireOptionalText }));

/** What one subscription has used. */
export interface SubscriptionUsage {
  readonly subscriptionId: string;
  readonly usage: WirePeriodUsage;
}

/** The usage of a customer's subscriptions taken together. */
export function toUsage(usages: readonly SubscriptionUsage[], asOf: Date): Usage {
  return {
    asOf,
    items: usages.flatMap(({ usage, subscriptionId }) => toItems(usage, subscriptionId)),
    charges: sumByCurrency(usages.map(({ usage }) => chargeOf(usage))),
  };
}

/** A billed period; its charge is that of the whole invoice, which may hold more than this usage. */
export function toUsagePeriod(usage: z.infer<typeof pastUsageSchema>, subscriptionId: string): UsagePeriod {
  return {
    period: periodOf(usage),
    charges: [chargeOf(usage)],
    items: toItems(usage, subscriptionId),
    subscriptionId,
    invoiceId: usage.lago_invoice_id,
  };
}

/** An item per charge: a plan may price one metric twice. */
function toItems(usage: WirePeriodUsage, subscriptionId: string): readonly UsageItem[] {
  return usage.charges_usage.map((charge) => ({
    feature: charge.billable_metric.code,
    name: charge.billable_metric.name,
    unit: null,
    quantity: charge.units,
    limit: null,
    unlimited: null,
    remaining: null,
    charge: fromMinorUnits(charge.amount_cents, charge.amount_currency),
    period: periodOf(usage),
    resetsAt: null,
    subscriptionId,
  }));
}

function periodOf({ from_datetime: start, to_datetime: end }: WirePeriodUsage) {
  return { start, end };
}

function chargeOf({ amount_cents, currency }: WirePeriodUsage) {
  return fromMinorUnits(amount_cents, currency);
}
