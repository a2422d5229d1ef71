import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateWindow, type RateLimit } from '../../src/http/rate-limit.ts';

const limits = fc.record({
  requests: fc.integer({ min: 1, max: 8 }),
  perSeconds: fc.integer({ min: 1, max: 60 }),
});
const delays = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 60 });

/** The most that calls are held apart beyond the limit. */
const slack = ({ perSeconds }: RateLimit) => Math.min(perSeconds * 50, 250);

/** Makes each call as soon as it may go after its delay, and gives when it wanted to go and when it went. */
function play(limit: RateLimit, wanted: readonly number[]) {
  const window = createRateWindow(limit);
  let now = 0;
  return wanted.map((delay) => {
    const from = now + delay;
    now = window.earliest(0, from);
    window.start(now);
    return { from, at: now };
  });
}

describe('a rate limit', () => {
  it('never lets more calls go in any stretch than it says', () => {
    fc.assert(
      fc.property(limits, delays, (limit, wanted) => {
        const calls = play(limit, wanted);
        for (const { at } of calls) {
          const inStretch = calls.filter(
            (other) => other.at >= at && other.at < at + limit.perSeconds * 1000,
          );
          expect(inStretch.length).toBeLessThanOrEqual(limit.requests);
        }
      }),
    );
  });

  it('makes no call wait that would fit, but for the unevenness of the way', () => {
    fc.assert(
      fc.property(limits, delays, (limit, wanted) => {
        const calls = play(limit, wanted);
        const stretch = limit.perSeconds * 1000 + slack(limit);
        for (const [index, { from, at }] of calls.entries()) {
          const before = calls[index - limit.requests];
          expect(at).toBe(Math.max(from, before === undefined ? from : before.at + stretch));
        }
      }),
    );
  });

  it('knows when a call may go that others wait before', () => {
    fc.assert(
      fc.property(limits, delays, fc.integer({ min: 0, max: 30 }), (limit, wanted, ahead) => {
        const window = createRateWindow(limit);
        let now = 0;
        for (const delay of wanted) {
          now = window.earliest(0, now + delay);
          window.start(now);
        }
        const foreseen = window.earliest(ahead, now);
        for (let others = 0; others < ahead; others += 1) {
          now = window.earliest(0, now);
          window.start(now);
        }
        expect(foreseen).toBeCloseTo(window.earliest(0, now), 6);
      }),
    );
  });
});
