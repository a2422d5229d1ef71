import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '../../src/billing/call.ts';
import { createGate, type Gate } from '../../src/http/gate.ts';
import { createPace, type Pace } from '../../src/http/pace.ts';
import type { RateLimit } from '../../src/http/rate-limit.ts';
import { callUntil, failureOf } from '../support/upstream.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const clock = () => performance.now();
const silent = { kind: 'silent' } as const;

function openGate(options: Partial<Parameters<typeof createGate>[0]> = {}): Gate {
  return createGate({ provider: 'acme', maxConcurrency: 1, longestQueue: 100, clock, ...options });
}

function openPace(limit: RateLimit | null = null): Pace {
  return createPace({ limit, cold: null });
}

function call(options: Partial<Call> = {}): Call {
  return { ...callUntil(), ...options };
}

/** Notes the name when the call may go. */
function createEntries(gate: Gate) {
  const gone: string[] = [];
  const enter = async (name: string, pace: Pace, options: Partial<Call> = {}) => {
    const begun = await gate.enter(call(options), pace);
    gone.push(name);
    return begun;
  };
  return { gone, enter };
}

describe('the room of an account', () => {
  it('goes to those that somebody looks at first, and else in the order in which they came', async () => {
    const gate = openGate();
    const [one, other] = [openPace(), openPace()];
    const { gone, enter } = createEntries(gate);
    await enter('first', one);
    const all = [
      enter('export', one, { background: true }),
      enter('a', one),
      enter('b', other),
      enter('c', one),
    ];
    for (let left = 0; left < 5; left += 1) {
      gate.leave(one);
      await vi.advanceTimersByTimeAsync(0);
    }
    await Promise.all(all);
    expect(gone).toEqual(['first', 'a', 'b', 'c', 'export']);
  });

  it('is taken at once where there is any and nobody of the group waits for it', async () => {
    const gate = openGate({ maxConcurrency: 2 });
    const [slow, quick] = [openPace({ requests: 1, perSeconds: 1 }), openPace()];
    expect(gate.enterNow(call(), slow)).toMatchObject({ number: 1 });
    expect(gate.enterNow(call(), slow)).toBeNull();
    void gate.enter(call(), slow);
    expect(gate.enterNow(call({ signal: AbortSignal.abort() }), quick)).toBeNull();
    expect(gate.enterNow(call(), quick)).toMatchObject({ number: 1 });
    expect(gate.enterNow(call(), quick)).toBeNull();
    gate.leave(quick);
    expect(gate.enterNow(call(), quick)).toMatchObject({ number: 2 });
  });

  it('is not waited for by more than may', async () => {
    const gate = openGate({ longestQueue: 1 });
    const pace = openPace();
    await gate.enter(call(), pace);
    const waiting = gate.enter(call(), pace);
    expect(await failureOf(gate.enter(call(), pace))).toMatchObject({
      failure: 'unavailable',
      retryAfter: null,
      cause: { code: 'QUEUE_FULL' },
    });
    gate.leave(pace);
    await waiting;
  });

  it('is not waited for by one who has left', async () => {
    const gate = openGate();
    const pace = openPace();
    await gate.enter(call(), pace);
    const leaving = new AbortController();
    const waiting = gate.enter(call({ signal: leaving.signal }), pace);
    const next = gate.enter(call(), pace);
    leaving.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(gate.enter(call({ signal: leaving.signal }), pace)).rejects.toThrow('gone');
    gate.leave(pace);
    await next;
  });
});

describe('a group that may not be asked yet', () => {
  const limit = { requests: 1, perSeconds: 1 };

  it('goes on by itself when it may, and leaves no timer', async () => {
    const gate = openGate({ maxConcurrency: 10 });
    const pace = openPace(limit);
    const { gone, enter } = createEntries(gate);
    const pass = async (name: string) => {
      pace.end(await enter(name, pace), silent, clock());
      gate.leave(pace);
    };
    void [pass('a'), pass('b'), pass('c')];
    await vi.advanceTimersByTimeAsync(999);
    expect(gone).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(1);
    expect(gone).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([gone, vi.getTimerCount()]).toEqual([['a', 'b', 'c'], 0]);
  });

  it('holds back no other', async () => {
    const gate = openGate({ maxConcurrency: 2 });
    const [slow, quick] = [openPace(limit), openPace()];
    const { gone, enter } = createEntries(gate);
    await enter('a', slow);
    void enter('b', slow);
    await enter('c', quick);
    expect(gone).toEqual(['a', 'c']);
  });

  it('turns away at once who would be too late, with the time to come back', async () => {
    const gate = openGate({ maxConcurrency: 10 });
    const pace = openPace(limit);
    pace.end(await gate.enter(call(), pace), silent, clock());
    gate.leave(pace);
    const inTime = gate.enter(call({ deadline: clock() + 1_500 }), pace);
    const tooLate = await failureOf(gate.enter(call({ deadline: clock() + 1_500 }), pace));
    expect(tooLate).toMatchObject({ failure: 'rate-limited', cause: { code: 'RATE_LIMIT' } });
    expect(tooLate.retryAfter).toEqual(new Date('2026-05-01T00:00:02Z'));
    await vi.advanceTimersByTimeAsync(1_000);
    await inTime;
  });

  it('turns away who turns out to be too late, and leaves no timer for them', async () => {
    const gate = openGate({ maxConcurrency: 10 });
    const pace = openPace(limit);
    const begun = await gate.enter(call(), pace);
    const waiting = failureOf(gate.enter(call({ deadline: clock() + 2_000 }), pace));
    pace.end(begun, { kind: 'limited', waitMs: 5_000 }, clock());
    gate.leave(pace);
    expect(await waiting).toMatchObject({ failure: 'rate-limited' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may be left while it waits, and leaves no timer', async () => {
    const gate = openGate({ maxConcurrency: 10 });
    const pace = openPace(limit);
    await gate.enter(call(), pace);
    const leaving = new AbortController();
    const waiting = gate.enter(call({ signal: leaving.signal }), pace);
    leaving.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is turned away as a whole when the account is down', async () => {
    const gate = openGate({ maxConcurrency: 10 });
    const pace = openPace(limit);
    await gate.enter(call(), pace);
    const waiting = [gate.enter(call(), pace), gate.enter(call({ background: true }), pace)];
    const failing = waiting.map((each) => expect(each).rejects.toThrow('down'));
    gate.close(() => new Error('down'));
    await Promise.all(failing);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a gate', () => {
  it('lets every call go before its deadline or turns it away, never above the limits, whatever comes', async () => {
    const arrival = fc.record({
      afterMs: fc.integer({ min: 0, max: 400 }),
      patienceMs: fc.integer({ min: 0, max: 3_000 }),
      takesMs: fc.integer({ min: 1, max: 500 }),
      background: fc.boolean(),
    });
    const shape = fc.record({
      requests: fc.integer({ min: 1, max: 4 }),
      maxConcurrency: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.array(arrival, { maxLength: 30 }),
        async ({ requests, maxConcurrency }, arrivals) => {
          const gate = openGate({ maxConcurrency });
          const pace = openPace({ requests, perSeconds: 1 });
          const starts: number[] = [];
          let underWay = 0;

          async function visit({
            patienceMs,
            takesMs,
            background,
          }: (typeof arrivals)[number]): Promise<void> {
            const deadline = clock() + patienceMs;
            const leaving = new AbortController();
            const timer = setTimeout(() => leaving.abort(new Error('late')), patienceMs);
            const begun = await gate
              .enter(call({ signal: leaving.signal, deadline, background }), pace)
              .catch(() => null);
            clearTimeout(timer);
            expect(clock()).toBeLessThanOrEqual(deadline + 1);
            if (begun === null) return;
            starts.push(begun.startedAt);
            underWay += 1;
            expect(underWay).toBeLessThanOrEqual(maxConcurrency);
            await new Promise((resolve) => setTimeout(resolve, takesMs));
            underWay -= 1;
            pace.end(begun, silent, clock());
            gate.leave(pace);
          }

          const visits: Promise<void>[] = [];
          for (const each of arrivals) {
            await vi.advanceTimersByTimeAsync(each.afterMs);
            visits.push(visit(each));
          }
          await vi.advanceTimersByTimeAsync(60_000);
          await Promise.all(visits);
          expect(vi.getTimerCount()).toBe(0);
          for (const at of starts)
            expect(starts.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(
              requests,
            );
        },
      ),
      { numRuns: 60 },
    );
  });
});
