import type { Interval } from './billing-period.ts';
import { type Decimal, multiply, packagesFor, whole } from './decimal.ts';
import type { PrivilegeValue } from './feature.ts';

/** Something that is counted. */
export interface BillableMetric {
  readonly lago_id: string;
  readonly name: string;
  readonly code: string;
  readonly aggregation_type: string;
}

/** A graduated price's step: it holds units up to `to_value`, without an end where that is null. */
interface GraduatedRange {
  readonly from_value: number;
  readonly to_value: number | null;
  readonly per_unit_amount: Decimal;
  readonly flat_amount: Decimal;
}

/** How units become money, in major units of the plan's currency. */
export type Pricing =
  | { readonly charge_model: 'standard'; readonly properties: { readonly amount: Decimal } }
  | {
      readonly charge_model: 'package';
      readonly properties: {
        readonly amount: Decimal;
        readonly free_units: number;
        readonly package_size: number;
      };
    }
  | {
      readonly charge_model: 'graduated';
      readonly properties: { readonly graduated_ranges: readonly GraduatedRange[] };
    };

/** A unit of the company's own in which a charge is priced, and what one is worth. */
export interface PricingUnit {
  readonly code: string;
  readonly conversion_rate: Decimal;
}

/** A metric with its price on one plan. */
export interface Charge {
  readonly lago_id: string;
  readonly code: string;
  readonly metric: BillableMetric;
  readonly invoice_display_name: string | null;
  readonly pricing: Pricing;
  readonly pricing_unit: PricingUnit | null;
}

/** An amount of lifetime usage at which an invoice goes out early. */
interface UsageThreshold {
  readonly lago_id: string;
  readonly threshold_display_name: string | null;
  readonly amount_cents: number;
  readonly recurring: boolean;
}

/** Values of a feature's privileges, by privilege code. */
export type PrivilegeValues = Readonly<Record<string, PrivilegeValue>>;

/** What one can subscribe to. */
export interface Plan {
  readonly lago_id: string;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  readonly interval: Interval;
  readonly amount_cents: number;
  readonly amount_currency: string;
  /** In days; a float on the wire. */
  readonly trial_period: number;
  readonly pay_in_advance: boolean;
  readonly charges: readonly Charge[];
  readonly usage_thresholds: readonly UsageThreshold[];
  /** By feature code, in order of creation. */
  readonly entitlements: Readonly<Record<string, PrivilegeValues>>;
  readonly created_at: Date;
}

/** What so many units cost in the charge's own pricing, in major units. */
export function chargeAmount(pricing: Pricing, units: Decimal): Decimal {
  switch (pricing.charge_model) {
    case 'standard':
      return multiply(units, pricing.properties.amount);
    case 'package': {
      const { amount, free_units, package_size } = pricing.properties;
      return multiply(packagesFor(units - whole(free_units), whole(package_size)), amount);
    }
    case 'graduated':
      return pricing.properties.graduated_ranges.reduce(
        (total, range) => total + rangeAmount(range, units),
        0n,
      );
  }
}

function rangeAmount(range: GraduatedRange, units: Decimal): Decimal {
  const { from_value, to_value, per_unit_amount, flat_amount } = range;
  // A range's own first unit counts: 0 to 10 and 11 to 20 hold ten units each.
  const below = whole(Math.max(0, from_value - 1));
  const top = to_value === null || units < whole(to_value) ? units : whole(to_value);
  return top <= below ? 0n : flat_amount + multiply(top - below, per_unit_amount);
}
