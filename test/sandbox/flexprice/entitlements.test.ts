import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { type OpenSandbox, openSandbox } from './open-sandbox.ts';
import { listOf, type Row, rowOf } from './rows.ts';

function entitlementOf(sandbox: OpenSandbox, externalId: string, feature: string): Row | undefined {
  const { json } = sandbox.get(`/customers/external/${externalId}/entitlements`);
  return listOf(json, 'features').find((row) => rowOf(row.get('feature')).get('lookup_key') === feature);
}

describe('the entitlements of a customer', () => {
  test('are the same by id and by external id', () => {
    const sandbox = openSandbox();
    const { json } = sandbox.get(`/customers/${idOf.customer('acct-1')}/entitlements`);
    expect(sandbox.get('/customers/external/acct-1/entitlements').json).toEqual(json);
    expect(json).toMatchObject({
      customer_id: idOf.customer('acct-1'),
      subscriptions: [{ id: idOf.subscription('acct-1'), plan: null, customer: null }],
    });
  });

  test('of an unknown id are empty, of an unknown external id not found', () => {
    const sandbox = openSandbox();
    expect(sandbox.get('/customers/cust_none/entitlements')).toMatchObject({
      status: 200,
      json: { customer_id: 'cust_none', subscriptions: [], features: [] },
    });
    expect(sandbox.get('/customers/external/none/entitlements').status).toBe(404);
  });

  test.each<readonly [string, string, object]>([
    [
      'a metered one',
      'api_calls',
      {
        is_enabled: true,
        usage_limit: 100_000,
        is_soft_limit: false,
        usage_reset_period: 'MONTHLY',
        aggregation_mode: 'additive',
      },
    ],
    [
      'an unlimited one',
      'storage_gb',
      { is_enabled: true, is_soft_limit: false, usage_reset_period: 'MONTHLY', aggregation_mode: 'additive' },
    ],
    ['a boolean one', 'sso', { is_enabled: true, is_soft_limit: false }],
    [
      'a static one of plan and add-on',
      'region',
      { is_enabled: true, is_soft_limit: false, static_values: ['eu-central', 'us-east'] },
    ],
    [
      'a configuration',
      'limits',
      {
        is_enabled: true,
        is_soft_limit: false,
        config_values: [{ maxUploadMb: 250, environments: ['test', 'live'], beta: false }],
      },
    ],
  ])('tell of %s what it has and nothing else', (_, feature, expected) => {
    expect(entitlementOf(openSandbox(), 'acct-1', feature)?.get('entitlement')).toEqual(expected);
  });

  test('name every source, all under the first subscription', () => {
    const sources = entitlementOf(openSandbox(), 'acct-1', 'region')?.get('sources');
    expect(sources).toMatchObject([
      { entity_type: 'plan', entity_name: 'Pro', static_value: 'eu-central', quantity: 1 },
      { entity_type: 'addon', entity_name: 'Team pack', static_value: 'us-east', quantity: 1 },
    ]);
  });

  test('of the subscription itself have a source without a name', () => {
    const sources = entitlementOf(openSandbox(), 'acct-13', 'audit_log')?.get('sources');
    expect(sources).toMatchObject([
      { entity_type: 'subscription', entity_id: idOf.subscription('acct-13'), entity_name: '' },
    ]);
  });

  test('drawn in parallel come in buckets', () => {
    expect(entitlementOf(openSandbox(), 'acct-4', 'burst')?.get('entitlement')).toMatchObject({
      aggregation_mode: 'parallel',
      buckets: [
        {
          source_entity_id: idOf.plan('enterprise'),
          usage_limit: 5000,
          grant_quota: '5000',
          grant_duration_unit: 'day',
        },
      ],
    });
  });

  test('that are disabled are absent', () => {
    const sandbox = openSandbox();
    expect(entitlementOf(sandbox, 'acct-1', 'audit_log')).toBeUndefined();
    expect(entitlementOf(sandbox, 'acct-4', 'audit_log')).toBeDefined();
  });

  test('are unlimited as soon as one source is', () => {
    const sandbox = openSandbox();
    const { json } = sandbox.get('/customers/external/acct-5/entitlements');
    expect(listOf(json, 'subscriptions').map((row) => row.get('id'))).toEqual([
      idOf.subscription('acct-5 second'),
      idOf.subscription('acct-5'),
    ]);
    expect(entitlementOf(sandbox, 'acct-5', 'seats')?.get('entitlement')).toMatchObject({ usage_limit: 8 });
    expect(entitlementOf(sandbox, 'acct-4', 'seats')?.get('entitlement')).not.toHaveProperty('usage_limit');
  });

  test('can be narrowed by feature and by subscription', () => {
    const sandbox = openSandbox();
    const base = `/customers/${idOf.customer('acct-5')}/entitlements`;
    const one = sandbox.get(`${base}?feature_ids=${idOf.feature('seats')}`);
    expect(listOf(one.json, 'features')).toHaveLength(1);
    const starter = sandbox.get(`${base}?subscription_ids=${idOf.subscription('acct-5 second')}`);
    expect(listOf(starter.json, 'subscriptions')).toHaveLength(1);
    expect(listOf(starter.json, 'features')).toHaveLength(4);
  });
});
