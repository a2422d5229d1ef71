import { type Decimal, multiply, toMinorUnits } from './decimal.ts';
import { type Charge, chargeAmount, type Plan } from './plan.ts';
import type { Meter, MeterFilter, MeterGroup, Meters } from './subscription.ts';

/** How the usage of a charge is to be shown. */
export interface ChargeUsageView {
  readonly charges: readonly Charge[];
  readonly showsGroup: (group: MeterGroup) => boolean;
  readonly showsPresentation: boolean;
}

const unused: Meter = { units: 0n, events: 0 };

/** One entry per charge, used or not, in order of the metrics' names. */
export function chargesUsage(plan: Plan, meters: Meters, view: ChargeUsageView): readonly object[] {
  return view.charges
    .toSorted((one, other) => (one.metric.name < other.metric.name ? -1 : 1))
    .map((charge) => {
      const meter = meters[charge.metric.code] ?? unused;
      const presentation = view.showsPresentation ? (meter.presentation ?? []) : [];
      return {
        ...figures(plan, charge, meter),
        amount_currency: plan.amount_currency,
        charge: {
          lago_id: charge.lago_id,
          code: charge.code,
          charge_model: charge.pricing.charge_model,
          invoice_display_name: charge.invoice_display_name,
        },
        billable_metric: charge.metric,
        filters: (meter.filters ?? []).map((filter) => filterUsage(plan, charge, filter)),
        grouped_usage: (meter.groups ?? [])
          .filter(view.showsGroup)
          .map((group) => groupUsage(plan, charge, group)),
        presentation_breakdowns: presentation,
      };
    });
}

/** What the usage of these charges costs before taxes, in cents. */
export function usageCents(plan: Plan, charges: readonly Charge[], meters: Meters): number {
  return charges
    .map((charge) => cents(plan, charge, (meters[charge.metric.code] ?? unused).units))
    .reduce((total, amount) => total + amount, 0);
}

function filterUsage(plan: Plan, charge: Charge, filter: MeterFilter): object {
  const { invoice_display_name, values } = filter;
  return { ...figures(plan, charge, filter), invoice_display_name, values, presentation_breakdowns: [] };
}

function groupUsage(plan: Plan, charge: Charge, group: MeterGroup): object {
  const { grouped_by } = group;
  return { ...figures(plan, charge, group), grouped_by, filters: [], presentation_breakdowns: [] };
}

function figures(plan: Plan, charge: Charge, { units, events }: Pick<Meter, 'units' | 'events'>): object {
  const { pricing, pricing_unit: unit } = charge;
  return {
    units,
    total_aggregated_units: units,
    events_count: events,
    amount_cents: cents(plan, charge, units),
    pricing_unit_details: unit && {
      amount_cents: toMinorUnits(chargeAmount(pricing, units), plan.amount_currency),
      short_name: unit.code,
      conversion_rate: unit.conversion_rate,
    },
  };
}

function cents(plan: Plan, { pricing, pricing_unit }: Charge, units: Decimal): number {
  const amount = chargeAmount(pricing, units);
  const money = pricing_unit === null ? amount : multiply(amount, pricing_unit.conversion_rate);
  return toMinorUnits(money, plan.amount_currency);
}
