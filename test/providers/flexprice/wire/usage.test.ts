import { describe, expect, test } from 'vitest';
import { toUsageItems, usageSummarySchema } from '../../../../src/providers/flexprice/wire/usage.ts';
import { decimal, exactMembers } from '../support.ts';

const feature = {
  id: 'feat_a',
  name: 'Alpha',
  lookup_key: 'alpha',
  type: 'metered',
  unit_singular: 'unit',
  unit_plural: 'units',
};
const usage = { feature, total_limit: 10, current_usage: '4', next_usage_reset_at: null };
const summaryOf = (features: readonly unknown[]) =>
  usageSummarySchema.parse({ customer_id: 'cust_a', features });
const itemOf = (changes: object) => toUsageItems(summaryOf([{ ...usage, ...changes }]), 'subs_a')[0];

describe('a usage item', () => {
  test.each([
    [{ lookup_key: 'alpha' }, { feature: 'alpha', name: 'Alpha' }],
    [{ lookup_key: '' }, { feature: 'feat_a' }],
    [{ name: '' }, { name: 'alpha' }],
    [{}, { unit: 'units' }],
    [{ unit_plural: '' }, { unit: 'unit' }],
    [{ unit_plural: '', unit_singular: '' }, { unit: null }],
  ])('of a feature with %o has %o', (changes, expected) => {
    expect(itemOf({ feature: { ...feature, ...changes } })).toMatchObject(expected);
  });

  test.each(['boolean', 'static', 'config', 'quantum', ''])(
    'is none for a feature of the type "%s"',
    (type) => {
      expect(itemOf({ feature: { ...feature, type } })).toBeUndefined();
    },
  );

  test.each([
    [null, { limit: null, unlimited: true, remaining: null }],
    [0, { limit: decimal('0'), unlimited: false, remaining: decimal('-4') }],
    [10, { limit: decimal('10'), unlimited: false, remaining: decimal('6') }],
  ])('with a limit of %s has %o', (total_limit, expected) => {
    expect(itemOf({ total_limit })).toMatchObject(expected);
  });

  test('keeps every digit', () => {
    const members =
      '{"total_limit":9223372036854775807,"current_usage":"123456789012345678901234567890.123456789"}';
    expect(itemOf(exactMembers(members))).toMatchObject({
      limit: decimal('9223372036854775807'),
      quantity: decimal('123456789012345678901234567890.123456789'),
      remaining: decimal('-123456789003122306864379792083.123456789'),
    });
  });

  test.each([
    ['2026-12-01T00:00:00Z', new Date('2026-12-01T00:00:00Z')],
    ['2026-12-01T00:00:00.987654321+09:00', new Date('2026-11-30T15:00:00.987Z')],
    ['0001-01-01T00:00:00Z', null],
    [null, null],
    [undefined, null],
  ])('that resets at %s', (next_usage_reset_at, resetsAt) => {
    expect(itemOf({ next_usage_reset_at })?.resetsAt).toEqual(resetsAt);
  });

  test.each([
    { total_limit: undefined },
    { total_limit: '10' },
    { total_limit: 10.5 },
    { current_usage: undefined },
    { current_usage: null },
    { current_usage: '' },
    { current_usage: 'many' },
    { next_usage_reset_at: 'soon' },
    { feature: { ...feature, id: undefined } },
    { feature: { ...feature, type: undefined } },
  ])('is refused with %o', (changes) => {
    expect(() => itemOf(changes)).toThrow();
  });
});
