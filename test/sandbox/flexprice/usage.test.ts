import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { type OpenSandbox, openSandbox } from './open-sandbox.ts';
import { listOf, type Row, rowOf } from './rows.ts';

/** Usage by feature lookup key, in the order of the answer. */
function usageOf(sandbox: OpenSandbox, query: string): ReadonlyMap<unknown, Row> {
  const { json } = sandbox.get(`/customers/usage?${query}`);
  return new Map(listOf(json, 'features').map((row) => [rowOf(row.get('feature')).get('lookup_key'), row]));
}

function acct(number: number, parameters = ''): string {
  return `customer_lookup_key=acct-${number}${parameters}`;
}

describe('which customer', () => {
  test('both routes and both keys give the same answer', () => {
    const sandbox = openSandbox();
    const id = idOf.customer('acct-1');
    const { json } = sandbox.get(`/customers/usage?customer_id=${id}`);
    expect(json).toMatchObject({ customer_id: id, period: null });
    expect(json).not.toHaveProperty('pagination');
    for (const target of [
      '/customers/usage?customer_lookup_key=acct-1',
      `/customers/usage?customer_id=${id}&customer_lookup_key=acct-1`,
      `/customers/${id}/usage`,
    ]) {
      expect(sandbox.get(target).json).toEqual(json);
    }
  });

  test.each([
    ['', 400],
    ['customer_id=', 400],
    [`customer_id=${idOf.customer('acct-1')}&customer_lookup_key=acct-2`, 400],
    ['customer_id=cust_none', 404],
    ['customer_lookup_key=none', 404],
    [`customer_id=${idOf.customer('acct-1')}&customer_lookup_key=none`, 404],
  ])('the query %j is answered with %i', (query, status) => {
    expect(openSandbox().get(`/customers/usage?${query}`).status).toBe(status);
  });

  test('an external id that no path can carry works in the query', () => {
    const { json } = openSandbox().get('/customers/usage?customer_lookup_key=north%2Fsouth');
    expect(json).toMatchObject({ customer_id: idOf.customer('north/south') });
  });

  test.each(['acct-6', 'acct-7', 'acct-9', 'acct-10'])(
    '%s has no live subscription and so no features',
    (key) => {
      expect(openSandbox().get(`/customers/usage?customer_lookup_key=${key}`).json).toMatchObject({
        features: [],
      });
    },
  );
});

describe('the features', () => {
  test('come metered first, then static, boolean and config, each by name', () => {
    expect([...usageOf(openSandbox(), acct(1)).keys()]).toEqual([
      'api_calls',
      'archive_search',
      'emails',
      'exports',
      'reports',
      'seats',
      'storage_gb',
      'region',
      'sso',
      'limits',
    ]);
  });

  test('carry the feature, its count and its sources', () => {
    const row = usageOf(openSandbox(), acct(1)).get('api_calls');
    expect(Object.fromEntries(row ?? [])).toEqual({
      feature: expect.objectContaining({ id: idOf.feature('api_calls'), name: 'API calls', type: 'metered' }),
      total_limit: 100_000,
      is_unlimited: false,
      current_usage: '42000',
      usage_percent: '0.42',
      is_enabled: true,
      is_soft_limit: false,
      next_usage_reset_at: '2026-04-08T00:00:00Z',
      sources: [
        {
          subscription_id: idOf.subscription('acct-1'),
          entity_id: idOf.plan('pro'),
          entity_type: 'plan',
          quantity: 1,
          entity_name: 'Pro',
          entitlement_id: expect.stringMatching(/^ent_01/),
          is_enabled: true,
          usage_limit: 100_000,
        },
      ],
    });
  });

  test.each<readonly [string, string, object]>([
    ['a limit of nought is a hundred "percent" used', 'exports', { total_limit: 0, usage_percent: '100' }],
    [
      'without a limit it is unlimited',
      'storage_gb',
      { total_limit: null, is_unlimited: true, usage_percent: '0' },
    ],
    ['a boolean feature counts as unlimited', 'sso', { is_unlimited: true, current_usage: '0' }],
    ['a static feature counts as unlimited', 'region', { is_unlimited: true, next_usage_reset_at: null }],
    ['a config feature counts as unlimited', 'limits', { is_unlimited: true, total_limit: null }],
    ['what never resets does so in year 1', 'seats', { next_usage_reset_at: '0001-01-01T00:00:00Z' }],
    ['plan and add-on add up', 'seats', { total_limit: 7, current_usage: '4' }],
    ['a daily count resets at midnight', 'emails', { next_usage_reset_at: '2026-03-19T00:00:00Z' }],
    ['a soft limit says so', 'emails', { is_soft_limit: true }],
    [
      'a yearly count on a monthly plan is neither read nor reset',
      'reports',
      { current_usage: '0', next_usage_reset_at: null },
    ],
    ['a meter without a charge is not read', 'archive_search', { total_limit: 50, current_usage: '0' }],
  ])('%s', (_, feature, expected) => {
    const row = usageOf(openSandbox(), acct(1)).get(feature);
    expect(Object.fromEntries(row ?? [])).toMatchObject(expected);
  });

  test('a disabled entitlement is absent', () => {
    expect(usageOf(openSandbox(), acct(1)).has('audit_log')).toBe(false);
    expect(usageOf(openSandbox(), acct(13)).has('audit_log')).toBe(true);
  });

  test('limits and counts keep every digit', () => {
    const { text } = openSandbox().get(`/customers/usage?${acct(4)}`);
    expect(text).toContain('"total_limit":9007199254740993,');
    expect(text).toContain('"current_usage":"9007199254740999"');
    expect(text).toContain('"current_usage":"123456789012345.123456789012345"');
  });

  test('ratios are cut at sixteen places', () => {
    const row = usageOf(openSandbox(), acct(2)).get('api_calls');
    expect(row?.get('usage_percent')).toBe('0.0012');
    const seats = usageOf(openSandbox(), acct(5, `&subscription_ids=${idOf.subscription('acct-5 second')}`));
    expect(seats.get('seats')?.get('usage_percent')).toBe('0.6666666666666667');
  });

  test('a subscription in another time zone resets with its offset', () => {
    const usage = usageOf(openSandbox(), acct(3));
    expect(usage.get('api_calls')?.get('next_usage_reset_at')).toBe('2026-04-08T09:00:00+09:00');
    expect(usage.get('emails')?.get('next_usage_reset_at')).toBe('2026-03-20T00:00:00+09:00');
  });

  test('a yearly subscription resets its monthly counts on its anchor', () => {
    const row = usageOf(openSandbox(), acct(4)).get('api_calls');
    expect(row?.get('next_usage_reset_at')).toBe('2026-04-08T00:00:00Z');
  });

  test('a quarterly plan has its quarterly counts, without a reset', () => {
    const row = usageOf(openSandbox(), acct(17)).get('api_calls');
    expect(row?.get('current_usage')).not.toBe('0');
    expect(row?.get('next_usage_reset_at')).toBeNull();
  });
});

describe('several subscriptions', () => {
  const apiCalls = (parameters = '') => usageOf(openSandbox(), acct(5, parameters)).get('api_calls');

  test('add up in the limit, and only the newest one is counted', () => {
    expect(Object.fromEntries(apiCalls() ?? [])).toMatchObject({
      total_limit: 110_000,
      current_usage: '1500',
      sources: [
        { subscription_id: idOf.subscription('acct-5 second'), entity_name: 'Starter' },
        { subscription_id: idOf.subscription('acct-5 second'), entity_name: 'Pro' },
      ],
    });
  });

  test.each([
    ['acct-5', 100_000, '61000'],
    ['acct-5 second', 10_000, '1500'],
  ])('%s alone tells the truth', (name, limit, used) => {
    const row = apiCalls(`&subscription_ids=${idOf.subscription(name)}`);
    expect(Object.fromEntries(row ?? [])).toMatchObject({ total_limit: limit, current_usage: used });
  });

  test('an inherited one does not count', () => {
    const parameters = `&subscription_ids=${idOf.subscription('acct-5 inherited')}`;
    expect(apiCalls(parameters)).toBeUndefined();
  });
});

describe('choosing features', () => {
  test.each([
    ['two keys', '&feature_lookup_keys=sso&feature_lookup_keys=seats', 2],
    ['an id', `&feature_ids=${idOf.feature('sso')}`, 1],
    ['an id that does not exist', '&feature_ids=feat_none', 0],
    ['ids joined by a comma', `&feature_ids=${idOf.feature('sso')},${idOf.feature('seats')}`, 0],
    ['a key that does not exist', '&feature_lookup_keys=none', 10],
    ['keys joined by a comma', '&feature_lookup_keys=sso,seats', 10],
    ['the key of an archived feature', '&feature_lookup_keys=fax', 10],
  ])('by %s', (_, parameters, count) => {
    expect(usageOf(openSandbox(), acct(1, parameters)).size).toBe(count);
  });
});
