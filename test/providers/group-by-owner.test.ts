import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { groupByOwner } from '../../src/providers/group-by-owner.ts';

const ownerSchema = z.object({ of: z.string() }).transform((row) => row.of);
const row = (of: unknown, value = 1) => ({ of, value });

/** The values of each owner's rows, or what is wrong with them. */
function valuesOf(rows: readonly unknown[], owners: readonly string[]) {
  const batch = groupByOwner(rows, { provider: 'acme', owners, ownerSchema });
  return Object.fromEntries(
    [...batch].map(([key, found]) => [key, found instanceof ProviderError ? found.detail : found]),
  );
}

describe('rows of several owners', () => {
  it.each<readonly [string, readonly unknown[], object]>([
    ['are none for each owner of an empty list', [], { a: [], b: [] }],
    [
      'come in their order, each with its own owner',
      [row('b'), row('a', 2), row('b', 3)],
      { a: [row('a', 2)], b: [row('b'), row('b', 3)] },
    ],
    ['are none for an owner that the narrowed list leaves out', [row('a')], { a: [row('a')], b: [] }],
    [
      'prove nothing about an owner without any where there are rows of others',
      [row('a'), row('c')],
      { a: [row('a')], b: 'rows of others only' },
    ],
  ])('%s', (_case, rows, expected) => {
    expect(valuesOf(rows, ['a', 'b'])).toEqual(expected);
  });

  it('fail together where it cannot be told whose a row is', () => {
    expect(() => valuesOf([row('a'), row(null)], ['a'])).toThrow(
      expect.objectContaining({ provider: 'acme', failure: 'bad-response', detail: 'of: invalid_type' }),
    );
  });
});
