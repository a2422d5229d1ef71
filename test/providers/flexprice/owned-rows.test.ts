import { expect, test } from 'vitest';
import { z } from 'zod';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { toOwnedRows, valueAt } from '../../../src/providers/flexprice/owned-rows.ts';
import { failureOf } from './support.ts';

test('a malformed row is an error of its own owner', () => {
  const batch = toOwnedRows(
    [{ of: 'a', size: 1 }, { of: 'b', size: 'two' }, { of: 'a' }, { of: 'c', size: 3 }],
    {
      provider: 'flexprice-eu',
      owners: ['a', 'b', 'c', 'd'],
      ownerSchema: z.object({ of: z.string() }).transform((row) => row.of),
      rowSchema: z.object({ size: z.number() }),
    },
  );
  expect(failureOf(batch.get('a'))).toEqual({ failure: 'bad-response', detail: 'size: invalid_type' });
  expect(failureOf(batch.get('b'))).toEqual({ failure: 'bad-response', detail: 'size: invalid_type' });
  expect(batch.get('c')).toEqual([{ size: 3 }]);
  expect(batch.get('d')).toEqual([]);
});

test('a value of a batch is found, absent or its own error', () => {
  const down = new ProviderError({ provider: 'flexprice-eu', failure: 'unavailable' });
  const batch = new Map<string, number | ProviderError>([
    ['found', 1],
    ['failed', down],
  ]);
  expect(valueAt(batch, 'found')).toBe(1);
  expect(valueAt(batch, 'absent')).toBeNull();
  expect(() => valueAt(batch, 'failed')).toThrow(down);
});
