import type { Catalog } from './catalog.ts';
import { featuresOf } from './feature.ts';
import type { Charge, Plan } from './plan.ts';

/** The plan in full, as it comes with a single subscription. */
export function planObject(plan: Plan, { features }: Catalog): object {
  const { charges, usage_thresholds, entitlements, ...attributes } = plan;
  return {
    ...attributes,
    invoice_display_name: plan.name,
    bill_charges_monthly: null,
    bill_fixed_charges_monthly: null,
    minimum_commitment: null,
    charges: charges.map((charge) => chargeObject(charge, plan)),
    fixed_charges: [],
    taxes: [],
    usage_thresholds: usage_thresholds.map((threshold) => ({
      ...threshold,
      created_at: plan.created_at,
      updated_at: plan.created_at,
    })),
    entitlements: featuresOf(features, Object.keys(entitlements)).map((feature) => ({
      code: feature.code,
      name: feature.name,
      description: feature.description,
      privileges: feature.privileges.map((privilege) => ({
        ...privilege,
        value: entitlements[feature.code]?.[privilege.code] ?? null,
      })),
    })),
    metadata: null,
  };
}

function chargeObject(charge: Charge, plan: Plan): object {
  const { lago_id, code, metric, invoice_display_name, pricing, pricing_unit } = charge;
  return {
    lago_id,
    lago_billable_metric_id: metric.lago_id,
    code,
    billable_metric_code: metric.code,
    invoice_display_name,
    created_at: plan.created_at,
    charge_model: pricing.charge_model,
    pay_in_advance: false,
    invoiceable: true,
    regroup_paid_fees: null,
    prorated: false,
    min_amount_cents: 0,
    properties: pricing.properties,
    filters: [],
    taxes: [],
    applied_pricing_unit: pricing_unit,
    accepts_target_wallet: null,
    lago_parent_id: null,
  };
}
