import type { Batch } from './batch.ts';
import type { Call } from './call.ts';
import type { Decimal } from './decimal.ts';
import type { Money } from './money.ts';
import type { Period } from './period.ts';

/** What a customer has used in the current period or periods. */
export interface Usage {
  /** When the provider answered. */
  readonly asOf: Date;
  readonly items: readonly UsageItem[];
  /** Money accrued so far, one amount per currency; empty when usage is not priced. */
  readonly charges: readonly Money[];
}

/** Usage of one metered feature. */
export interface UsageItem {
  /** Feature lookup key, billable metric code or meter id. */
  readonly feature: string;
  readonly name: string;
  readonly unit: string | null;
  readonly quantity: Decimal;
  /** The allowance; null when unlimited or when the provider has none. */
  readonly limit: Decimal | null;
  /** null when the provider has no notion of a limit. */
  readonly unlimited: boolean | null;
  /** Limit less quantity; may be negative. */
  readonly remaining: Decimal | null;
  readonly charge: Money | null;
  readonly period: Period | null;
  readonly resetsAt: Date | null;
  /** null where the figure is not of one subscription. */
  readonly subscriptionId: string | null;
}

/** What was used in one period that is already billed. */
export interface UsagePeriod {
  readonly period: Period;
  readonly charges: readonly Money[];
  readonly items: readonly UsageItem[];
  readonly subscriptionId: string | null;
  readonly invoiceId: string | null;
}

/** Which usage is asked for. */
export interface UsageFilter {
  /** Only this subscription; null for all live ones of the customer. */
  readonly subscriptionId: string | null;
}

/** Which past periods are asked for. */
export interface PastUsageFilter extends UsageFilter {
  /** The newest so many periods of each subscription; null for as many as the provider gives by default. */
  readonly periods: number | null;
}

/** Usage of the current period, by customer key. */
export interface UsageReads {
  ofCustomers(keys: readonly string[], filter: UsageFilter, call: Call): Promise<Batch<Usage>>;
}

/** Usage of billed periods, newest first, by customer key. */
export interface PastUsageReads {
  ofCustomers(
    keys: readonly string[],
    filter: PastUsageFilter,
    call: Call,
  ): Promise<Batch<readonly UsagePeriod[]>>;
}
