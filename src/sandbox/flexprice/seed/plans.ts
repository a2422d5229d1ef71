import type { EntitlementRow } from '../rows/entitlement.ts';
import type { AddonRow, PlanRow } from '../rows/plan.ts';
import { baseColumnsAt, type SeedCalendar } from './base.ts';
import { idOf } from './names.ts';

/** The plans that the sandbox's company sells. */
export type PlanKey = 'free' | 'starter' | 'pro' | 'enterprise' | 'legacy-2019';

type EntitlementSeed = Omit<Partial<EntitlementRow>, 'usage_limit'> & {
  /** A limit, or "unlimited"; absent where nothing is counted. */
  readonly limit?: bigint | 'unlimited';
};

const planSeeds: Readonly<Record<PlanKey, Pick<PlanRow, 'name' | 'lookup_key'> & Partial<PlanRow>>> = {
  free: { name: 'Free', lookup_key: 'free', display_order: 1 },
  starter: { name: 'Starter', lookup_key: 'starter', display_order: 2, metadata: {} },
  pro: {
    name: 'Pro',
    lookup_key: 'pro',
    description: 'For teams that ship every day.',
    display_order: 3,
    metadata: { tier: 'gold' },
  },
  enterprise: { name: 'Enterprise', lookup_key: 'enterprise', display_order: 4 },
  // A plan from before plans had lookup keys.
  'legacy-2019': { name: 'Legacy 2019', lookup_key: '' },
};

/** More than a JavaScript number can hold exactly. */
const aboveSafeInteger = 9_007_199_254_740_993n;

const planEntitlements: Readonly<Record<PlanKey, Readonly<Record<string, EntitlementSeed>>>> = {
  free: {
    api_calls: { limit: 1_000n, usage_reset_period: 'MONTHLY' },
    seats: { limit: 1n, usage_reset_period: 'NEVER' },
    exports: { limit: 0n, usage_reset_period: 'MONTHLY' },
  },
  starter: {
    api_calls: { limit: 10_000n, usage_reset_period: 'MONTHLY' },
    seats: { limit: 3n, usage_reset_period: 'NEVER' },
    exports: { limit: 10n, usage_reset_period: 'MONTHLY' },
    region: { static_value: 'us-east' },
  },
  pro: {
    api_calls: { limit: 100_000n, usage_reset_period: 'MONTHLY' },
    seats: { limit: 5n, usage_reset_period: 'NEVER' },
    storage_gb: { limit: 'unlimited', usage_reset_period: 'MONTHLY' },
    exports: { limit: 0n, usage_reset_period: 'MONTHLY' },
    emails: { limit: 500n, usage_reset_period: 'DAILY', is_soft_limit: true },
    reports: { limit: 12n, usage_reset_period: 'ANNUAL' },
    archive_search: { limit: 50n, usage_reset_period: 'MONTHLY' },
    sso: {},
    audit_log: { is_enabled: false },
    region: { static_value: 'eu-central' },
    limits: { config_value: { maxUploadMb: 250, environments: ['test', 'live'], beta: false } },
  },
  enterprise: {
    api_calls: { limit: aboveSafeInteger, usage_reset_period: 'MONTHLY' },
    seats: { limit: 'unlimited', usage_reset_period: 'NEVER' },
    storage_gb: { limit: 'unlimited', usage_reset_period: 'MONTHLY' },
    burst: {
      limit: 5_000n,
      usage_reset_period: 'DAILY',
      bucket: {
        grant_measure: 'quantity',
        grant_quota: '5000',
        grant_duration_value: 1,
        grant_duration_unit: 'day',
      },
    },
    sso: {},
    audit_log: {},
    region: { static_value: 'eu-west' },
  },
  'legacy-2019': { api_calls: { limit: 2_500n, usage_reset_period: 'QUARTERLY' } },
};

/** Meters that a plan counts without charging for them, so that no usage of them is ever told. */
export const unchargedFeatures: readonly string[] = ['archive_search'];

/** The metered features that a plan charges for. */
export function chargedFeatures(plan: PlanKey): readonly string[] {
  return Object.entries(planEntitlements[plan])
    .filter(([feature, { limit }]) => limit !== undefined && !unchargedFeatures.includes(feature))
    .map(([feature]) => feature);
}

/** The name of a plan, as invoices show it. */
export function planNameOf(plan: PlanKey): string {
  return planSeeds[plan].name;
}

/** The plans. */
export function seedPlans(calendar: SeedCalendar): readonly PlanRow[] {
  return Object.entries(planSeeds).map(([key, seed]) => ({
    ...baseColumnsAt(idOf.plan(key), calendar.day(-590)),
    description: '',
    metadata: null,
    ...seed,
  }));
}

/** An add-on that acct-1 holds. */
export function seedAddons(): readonly AddonRow[] {
  return [{ id: idOf.addon('team'), name: 'Team pack', subscriptionIds: [idOf.subscription('acct-1')] }];
}

/** What the plans, the add-on and one subscription of its own entitle to. */
export function seedEntitlements(): readonly EntitlementRow[] {
  return [
    ...Object.entries(planEntitlements).flatMap(([plan, features]) =>
      toEntitlements('plan', idOf.plan(plan), features),
    ),
    ...toEntitlements('addon', idOf.addon('team'), {
      seats: { limit: 2n, usage_reset_period: 'NEVER' },
      region: { static_value: 'us-east' },
    }),
    ...toEntitlements('subscription', idOf.subscription('acct-13'), { audit_log: {} }),
  ];
}

function toEntitlements(
  entityType: EntitlementRow['entity_type'],
  entityId: string,
  features: Readonly<Record<string, EntitlementSeed>>,
): readonly EntitlementRow[] {
  return Object.entries(features).map(([feature, { limit, ...seed }]) => ({
    id: idOf.entitlement(`${entityId} ${feature}`),
    feature_id: idOf.feature(feature),
    entity_type: entityType,
    entity_id: entityId,
    is_enabled: true,
    is_soft_limit: false,
    usage_limit: typeof limit === 'bigint' ? limit : null,
    ...seed,
  }));
}
