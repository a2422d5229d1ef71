import { describe, expect, test } from 'vitest';
import {
  customerEntitlementsSchema,
  toEntitlement,
} from '../../../../src/providers/flexprice/wire/entitlement.ts';
import { decimal, exactMembers } from '../support.ts';

const feature = { id: 'feat_a', name: 'Alpha', lookup_key: 'alpha', type: 'metered' };
const entitlement = { is_enabled: true, is_soft_limit: false };
const granted = { feature, entitlement, sources: [] };

function mapped(changes: object) {
  const { features } = customerEntitlementsSchema.parse({
    customer_id: 'cust_a',
    features: [{ ...granted, ...changes }],
  });
  return features.map((row) => toEntitlement(row, null))[0];
}

describe('an entitlement', () => {
  test.each([
    ['metered', 'METERED', true],
    ['boolean', 'BOOLEAN', false],
    ['static', 'STATIC', false],
    ['config', 'CONFIG', false],
    ['telepathic', 'OTHER', false],
    ['', 'OTHER', false],
  ])('to a feature of the type "%s" is %s, and only a metered one is unlimited', (type, kind, unlimited) => {
    expect(mapped({ feature: { ...feature, type } })).toMatchObject({
      kind,
      unlimited,
      limit: null,
      meteredBy: unlimited ? 'alpha' : null,
    });
  });

  test('with a limit of zero has a limit', () => {
    expect(mapped({ entitlement: { ...entitlement, usage_limit: 0 } })).toMatchObject({
      limit: decimal('0'),
      unlimited: false,
    });
  });

  test('keeps every digit of its limit and of its configuration', () => {
    const exact = exactMembers(
      '{"usage_limit":9007199254740993,"config_values":[{"ratio":0.10000000000000000001}]}',
    );
    expect(mapped({ entitlement: { ...entitlement, ...exact } })).toMatchObject({
      limit: decimal('9007199254740993'),
      values: [{ key: 'ratio', value: '0.10000000000000000001' }],
    });
  });

  test('goes by the id of a feature without a key', () => {
    expect(mapped({ feature: { ...feature, lookup_key: '', name: '' } })).toMatchObject({
      feature: 'feat_a',
      name: null,
      meteredBy: 'feat_a',
    });
  });

  test('may be switched off, and may have a soft limit', () => {
    expect(mapped({ entitlement: { is_enabled: false, is_soft_limit: true } })).toMatchObject({
      enabled: false,
      softLimit: true,
    });
  });

  test.each([
    { entitlement: { ...entitlement, usage_limit: '5' } },
    { entitlement: { ...entitlement, usage_limit: 0.5 } },
    { entitlement: { is_soft_limit: false } },
    { entitlement: { is_enabled: 'yes', is_soft_limit: false } },
    { entitlement: null },
    { feature: { ...feature, type: null } },
    { sources: undefined },
    { sources: [{ entity_type: 'plan' }] },
  ])('is refused with %o', (changes) => {
    expect(() => mapped(changes)).toThrow();
  });
});
