import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRetryBudget } from '../../src/http/retry-budget.ts';

describe('a budget of retries', () => {
  it('is never exceeded, and never smaller than it may be', () => {
    const event = fc.record({
      kind: fc.constantFrom('first', 'retry'),
      afterMs: fc.integer({ min: 0, max: 3_000 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), (events) => {
        const budget = createRetryBudget();
        const firsts: number[] = [];
        const retries: number[] = [];
        let now = 0;
        const recent = (times: readonly number[]) => times.filter((time) => time > now - 10_000).length;
        for (const { kind, afterMs } of events) {
          now += afterMs;
          if (kind === 'first') {
            firsts.push(now);
            budget.addFirstTry(now);
            continue;
          }
          const allowed = recent(retries) + 1 <= Math.max(3, 0.2 * recent(firsts));
          expect(budget.take(now)).toBe(allowed);
          if (allowed) retries.push(now);
        }
      }),
    );
  });
});
