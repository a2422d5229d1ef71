import { type Feature, featuresOf, type Privilege } from './feature.ts';
import type { PrivilegeValues } from './plan.ts';
import { type LagoStore, planOf } from './store.ts';
import type { Subscription } from './subscription.ts';

/** The subscription's rights: the plan's values with its own put over them, less what was removed. */
export function entitlementsOf(row: Subscription, store: LagoStore): readonly object[] {
  const { overrides, removedFeatures } = row.entitlement_changes;
  const planned = planOf(store, row).entitlements;
  const codes = [...new Set([...Object.keys(planned), ...Object.keys(overrides)])];
  return featuresOf(
    store.catalog.features,
    codes.filter((code) => !removedFeatures.includes(code)),
  ).map((feature) => entitlementObject(feature, row, planned[feature.code] ?? {}));
}

function entitlementObject(feature: Feature, row: Subscription, planned: PrivilegeValues): object {
  const { overrides, removedPrivileges } = row.entitlement_changes;
  const own = overrides[feature.code] ?? {};
  return {
    code: feature.code,
    name: feature.name,
    description: feature.description,
    privileges: feature.privileges
      .filter(({ code }) => !removedPrivileges.includes(`${feature.code}.${code}`))
      .filter(({ code }) => code in planned || code in own)
      .map((privilege) => privilegeObject(privilege, planned, own)),
    overrides: own,
  };
}

function privilegeObject(privilege: Privilege, planned: PrivilegeValues, own: PrivilegeValues): object {
  const planValue = planned[privilege.code] ?? null;
  const override = own[privilege.code] ?? null;
  return { ...privilege, value: override ?? planValue, plan_value: planValue, override_value: override };
}
