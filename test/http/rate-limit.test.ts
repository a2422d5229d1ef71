import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateWindow, type RateLimit } from '../../src/http/rate-limit.ts';

const limits = fc.record({
  requests: fc.integer({ min: 1, max: 8 }),
  perSeconds: fc.integer({ min: 1, max: 60 }),
});
const delays = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 60 });

/** A call that is wanted so long after the one before, takes so long, and is counted somewhere on its way. */
const calls = fc.array(
  fc.record({
    delay: fc.integer({ min: 0, max: 5_000 }),
    takes: fc.integer({ min: 0, max: 5_000 }),
    countedAfter: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 60 },
);

/** Makes each call that takes no time as soon as it may go after its delay, and gives when it wanted to go and when it went. */
function play(limit: RateLimit, wanted: readonly number[]) {
  const window = createRateWindow(limit);
  let now = 0;
  const made = wanted.map((delay) => {
    const from = now + delay;
    now = window.earliest(0, from);
    window.start();
    window.finish(now);
    return { from, at: now };
  });
  return { window, made, now };
}

describe('a rate limit', () => {
  it('is kept in any stretch, however long calls take and wherever on their way they are counted', () => {
    fc.assert(
      fc.property(limits, calls, (limit, wanted) => {
        const window = createRateWindow(limit);
        const counted: number[] = [];
        let ends: number[] = [];
        let now = 0;
        const finishUntil = (until: number) => {
          for (const end of ends.filter((each) => each <= until).sort((a, b) => a - b)) window.finish(end);
          ends = ends.filter((each) => each > until);
        };
        for (const { delay, takes, countedAfter } of wanted) {
          now += delay;
          finishUntil(now);
          // Whoever has to wait looks again when something is answered, as the gate does.
          for (let at = window.earliest(0, now); at > now; at = window.earliest(0, now)) {
            now = Math.min(at, ...ends);
            finishUntil(now);
          }
          window.start();
          ends.push(now + takes);
          counted.push(now + takes * countedAfter);
        }
        for (const first of counted) {
          const stretch = counted.filter((at) => at >= first && at < first + limit.perSeconds * 1000);
          expect(stretch.length).toBeLessThanOrEqual(limit.requests);
        }
      }),
    );
  });

  it('makes no call wait that would fit', () => {
    fc.assert(
      fc.property(limits, delays, (limit, wanted) => {
        const { made } = play(limit, wanted);
        for (const [index, { from, at }] of made.entries()) {
          const before = made[index - limit.requests];
          expect(at).toBe(Math.max(from, before === undefined ? from : before.at + limit.perSeconds * 1000));
        }
      }),
    );
  });

  it('knows when a call may go that others wait before', () => {
    fc.assert(
      fc.property(limits, delays, fc.integer({ min: 0, max: 30 }), (limit, wanted, ahead) => {
        const { window, now: start } = play(limit, wanted);
        const foreseen = window.earliest(ahead, start);
        let now = start;
        for (let others = 0; others < ahead; others += 1) {
          now = window.earliest(0, now);
          window.start();
          window.finish(now);
        }
        expect(foreseen).toBe(window.earliest(0, now));
      }),
    );
  });
});
