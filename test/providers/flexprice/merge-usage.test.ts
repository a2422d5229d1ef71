import { expect, test } from 'vitest';
import type { UsageItem } from '../../../src/billing/usage.ts';
import { mergeUsage } from '../../../src/providers/flexprice/merge-usage.ts';
import { decimal } from './support.ts';

function item(
  feature: string,
  quantity: string,
  limit: string | null,
  resetsAt: string | null = null,
): UsageItem {
  const allowance = limit === null ? null : decimal(limit);
  return {
    feature,
    name: feature,
    unit: null,
    quantity: decimal(quantity),
    limit: allowance,
    unlimited: allowance === null,
    remaining: allowance?.minus(quantity) ?? null,
    charge: null,
    period: null,
    resetsAt: resetsAt === null ? null : new Date(resetsAt),
    subscriptionId: 'subs_one',
  };
}

const ofNone = (merged: UsageItem): UsageItem => ({ ...merged, subscriptionId: null });

const early = '2026-12-01T00:00:00Z';
const late = '2026-12-31T00:00:00Z';

test.each([
  ['nothing of nothing', [], []],
  ['nothing of empty lists', [[], []], []],
  ['one list as it is', [[item('a', '1', '2', late)]], [item('a', '1', '2', late)]],
  [
    'exact sums',
    [[item('a', '0.1', '9007199254740993')], [item('a', '0.2', '1')]],
    [item('a', '0.3', '9007199254740994')],
  ],
  ['unlimited where one is', [[item('a', '1', '5')], [item('a', '2', null)]], [item('a', '3', null)]],
  [
    'unlimited that stays so',
    [[item('a', '1', null)], [item('a', '2', '5')], [item('a', '3', '5')]],
    [item('a', '6', null)],
  ],
  ['zero limits', [[item('a', '1', '0')], [item('a', '2', '0')]], [item('a', '3', '0')]],
  [
    'the earlier reset',
    [[item('a', '1', '1', late)], [item('a', '1', '1', early)]],
    [item('a', '2', '2', early)],
  ],
  ['the only reset', [[item('a', '1', '1')], [item('a', '1', '1', late)]], [item('a', '2', '2', late)]],
  [
    'features apart, in order',
    [[item('b', '1', '1')], [item('a', '2', '2'), item('b', '3', '3')]],
    [item('b', '4', '4'), item('a', '2', '2')],
  ],
])('merging gives %s', (_, lists, expected) => {
  expect(mergeUsage(lists)).toEqual(expected.map(ofNone));
});
