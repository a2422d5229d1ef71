import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import type { Parameters, RouteHandler, Routes } from '../router.ts';
import { ok } from './answer.ts';
import { entitlementsOf } from './entitlement.ts';
import { invalid, notFound, parameterMissing } from './errors.ts';
import { castPrivilegeValue, type Feature } from './feature.ts';
import type { PrivilegeValues } from './plan.ts';
import { readText } from './query.ts';
import { isObject, type JsonObject, readRoot } from './request-body.ts';
import type { LagoStore } from './store.ts';
import { type EntitlementChanges, findSubscription, type Subscription } from './subscription.ts';

/** The rights of single subscriptions. Every answer is the whole list. */
export function entitlementRoutes(store: LagoStore): Routes {
  const list = (row: Subscription) => ok({ entitlements: entitlementsOf(row, store) });
  const change = (row: Subscription, changes: Partial<EntitlementChanges>) => {
    const changed = { ...row, entitlement_changes: { ...row.entitlement_changes, ...changes } };
    store.subscriptions.save(changed);
    return list(changed);
  };
  return {
    'GET /subscriptions/:subscription/entitlements': forSubscription(store, list),
    'PATCH /subscriptions/:subscription/entitlements': forSubscription(store, (row, request) => {
      const input = readRoot(request, 'entitlements');
      if (input === null) return parameterMissing('entitlements');
      const merged = mergeOverrides(row, input, store.catalog.features);
      return 'refusal' in merged ? merged.refusal : change(row, merged);
    }),
    'DELETE /subscriptions/:subscription/entitlements/:feature': forSubscription(
      store,
      (row, _request, { feature = '' }) => {
        if (!store.catalog.features.some(({ code }) => code === feature)) return notFound('feature');
        const { overrides, removedFeatures } = row.entitlement_changes;
        const { [feature]: dropped, ...others } = overrides;
        return change(row, { overrides: others, removedFeatures: [...removedFeatures, feature] });
      },
    ),
    'DELETE /subscriptions/:subscription/entitlements/:feature/privileges/:privilege': forSubscription(
      store,
      (row, _request, { feature: featureCode = '', privilege = '' }) => {
        const feature = store.catalog.features.find(({ code }) => code === featureCode);
        if (feature === undefined) return notFound('feature');
        if (!feature.privileges.some(({ code }) => code === privilege)) return notFound('privilege');
        return change(row, withoutPrivilege(row.entitlement_changes, featureCode, privilege));
      },
    ),
  };
}

function forSubscription(
  store: LagoStore,
  handle: (row: Subscription, request: SandboxRequest, parameters: Parameters) => SandboxAnswer,
): RouteHandler {
  return (request, parameters) => {
    const { query } = request;
    const status = readText(query, 'subscription_status') ?? readText(query, 'status') ?? 'active';
    const row = findSubscription(store, parameters.subscription ?? '', status);
    return row === null ? notFound('subscription') : handle(row, request, parameters);
  };
}

type Merged = Partial<EntitlementChanges> | { readonly refusal: SandboxAnswer };

/** What is set comes back, even if it was removed before. */
function mergeOverrides(row: Subscription, input: JsonObject, features: readonly Feature[]): Merged {
  const { overrides, removedFeatures, removedPrivileges } = row.entitlement_changes;
  const merged = { ...overrides };
  for (const [code, values] of Object.entries(input)) {
    const feature = features.find((each) => each.code === code);
    if (feature === undefined) return { refusal: notFound('feature') };
    const cast = castValues(feature, isObject(values) ? values : {});
    if ('refusal' in cast) return cast;
    merged[code] = { ...merged[code], ...cast.values };
  }
  const set = Object.entries(merged).flatMap(([feature, values]) =>
    Object.keys(values).map((privilege) => `${feature}.${privilege}`),
  );
  return {
    overrides: merged,
    removedFeatures: removedFeatures.filter((code) => !(code in input)),
    removedPrivileges: removedPrivileges.filter((path) => !set.includes(path)),
  };
}

function castValues(
  feature: Feature,
  input: JsonObject,
): { readonly values: PrivilegeValues } | { readonly refusal: SandboxAnswer } {
  const values: Record<string, PrivilegeValues[string]> = {};
  for (const [code, value] of Object.entries(input)) {
    const privilege = feature.privileges.find((each) => each.code === code);
    if (privilege === undefined) return { refusal: notFound('privilege') };
    const cast = castPrivilegeValue(privilege, value);
    if (cast === null) return { refusal: invalid({ [code]: ['value_is_invalid'] }) };
    values[code] = cast;
  }
  return { values };
}

function withoutPrivilege(
  changes: EntitlementChanges,
  feature: string,
  privilege: string,
): Partial<EntitlementChanges> {
  const { [privilege]: dropped, ...others } = changes.overrides[feature] ?? {};
  return {
    overrides: { ...changes.overrides, [feature]: others },
    removedPrivileges: [...changes.removedPrivileges, `${feature}.${privilege}`],
  };
}
