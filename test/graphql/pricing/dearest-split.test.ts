import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfDearestSplit } from '../../../src/graphql/pricing/dearest-split.ts';

describe('what rows of several accounts cost at most', () => {
  it('is what all of them cost at the dearest, where each costs the same', () => {
    expect(costOfDearestSplit([(rows) => 1 + rows, (rows) => 1 + 3 * rows], 10)).toBe(32);
  });

  it('is spread where the first rows are the dear ones', () => {
    const chunked = (rows: number) => Math.ceil(rows / 5);
    expect(costOfDearestSplit([chunked, chunked], 10)).toBe(3);
    expect(costOfDearestSplit([chunked, chunked], 2)).toBe(2);
  });

  it('is what one account costs alone, and nothing for none', () => {
    expect(costOfDearestSplit([(rows) => 2 * rows], 7)).toBe(14);
    expect(costOfDearestSplit([], 7)).toBe(0);
  });

  it('is never less than any split costs, and never more than the most of each', () => {
    const table = fc.array(fc.nat(20), { minLength: 13, maxLength: 13 });
    const accounts = fc.array(table, { minLength: 1, maxLength: 4 });
    const takes = fc.array(fc.nat(5), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(accounts, takes, fc.integer({ min: 0, max: 12 }), (costs, shares, rows) => {
        let left = rows;
        const split = costs.map((_, index) => {
          const taken = Math.min(left, shares[index] ?? 0);
          left -= taken;
          return taken;
        });
        const some = costs.reduce((sum, cost, index) => sum + (cost[split[index] ?? 0] ?? 0), 0);
        const most = costs.reduce((sum, cost) => sum + Math.max(...cost.slice(0, rows + 1)), 0);
        const dearest = costOfDearestSplit(
          costs.map((cost) => (count: number) => cost[count] ?? 0),
          rows,
        );
        expect(dearest).toBeGreaterThanOrEqual(some);
        expect(dearest).toBeLessThanOrEqual(most);
      }),
    );
  });
});
