import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CircuitBreaker, createCircuitBreaker, type Evidence } from '../../src/http/circuit-breaker.ts';

/** Makes one call that takes no time. */
function call(breaker: CircuitBreaker, outcome: Evidence['outcome'], now: number) {
  const admission = breaker.admit(now);
  if (admission !== 'refused')
    breaker.record({ outcome, startedAt: now, isProbe: admission === 'probe', path: null }, now);
  return admission;
}

function breakAt(now: number): CircuitBreaker {
  const breaker = createCircuitBreaker();
  for (let failures = 0; failures < 5; failures += 1) call(breaker, 'bad', now);
  return breaker;
}

describe('a circuit breaker', () => {
  it('keeps calls away after five failures in a row', () => {
    const breaker = createCircuitBreaker();
    const outcomes = ['bad', 'bad', 'bad', 'bad', 'good', 'bad', 'bad', 'bad', 'none', 'bad'] as const;
    for (const outcome of outcomes) call(breaker, outcome, 0);
    expect(breaker.isBroken()).toBe(false);
    call(breaker, 'bad', 0);
    expect([breaker.isBroken(), call(breaker, 'good', 1), breaker.retryAt(1)]).toEqual([
      true,
      'refused',
      2_000,
    ]);
  });

  it('keeps calls away when half of ten within ten seconds have failed', () => {
    const breaker = createCircuitBreaker();
    for (let index = 0; index < 9; index += 1) call(breaker, index % 2 === 0 ? 'good' : 'bad', index);
    expect(breaker.isBroken()).toBe(false);
    call(breaker, 'bad', 9);
    expect(breaker.isBroken()).toBe(true);
  });

  it.each([
    ['one path that answers badly among others that answer well', ['/usage', '/usage'], false],
    ['two such paths', ['/usage', '/wallets'], true],
    ['no answer at all', [null, null], true],
  ] as const)('keeps calls away or not for %s', (_what, [one, other], isBroken) => {
    const breaker = createCircuitBreaker();
    for (let now = 0; now < 20; now += 1) {
      call(breaker, 'good', now);
      const path = now % 2 === 0 ? one : other;
      if (breaker.admit(now) !== 'refused')
        breaker.record({ outcome: 'bad', startedAt: now, isProbe: false, path }, now);
    }
    expect(breaker.isBroken()).toBe(isBroken);
  });

  it('keeps calls away after five bad answers in a row, though they are all of one path', () => {
    const breaker = createCircuitBreaker();
    for (let now = 0; now < 5; now += 1)
      breaker.record({ outcome: 'bad', startedAt: now, isProbe: false, path: '/usage' }, now);
    expect(breaker.isBroken()).toBe(true);
  });

  it('forgets outcomes after ten seconds', () => {
    const breaker = createCircuitBreaker();
    for (let index = 0; index < 8; index += 1) call(breaker, index % 2 === 0 ? 'good' : 'bad', 0);
    call(breaker, 'good', 10_000);
    call(breaker, 'bad', 10_000);
    expect(breaker.isBroken()).toBe(false);
  });

  it('takes calls that failed together for one failure, and calls that began a second apart for several', () => {
    const breaker = createCircuitBreaker();
    for (let index = 0; index < 50; index += 1)
      breaker.record({ outcome: 'bad', startedAt: index, isProbe: false, path: null }, 100 + index);
    expect(breaker.isBroken()).toBe(false);
    for (const startedAt of [1_000, 2_000, 3_000, 4_000])
      breaker.record({ outcome: 'bad', startedAt, isProbe: false, path: null }, 10_000 + startedAt);
    expect(breaker.isBroken()).toBe(true);
  });

  it('lets one call look after two seconds, and after twice as long, up to eight, when that fails', () => {
    const breaker = breakAt(0);
    const waits: number[] = [];
    let now = 0;
    for (let probes = 0; probes < 4; probes += 1) {
      waits.push(breaker.retryAt(now) - now);
      now = breaker.retryAt(now);
      expect(call(breaker, 'bad', now)).toBe('probe');
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 8_000]);
    now = breaker.retryAt(now);
    expect([call(breaker, 'good', now), breaker.isBroken(), call(breaker, 'good', now)]).toEqual([
      'probe',
      false,
      'normal',
    ]);
  });

  it('gives the place of a probe that shows nothing to the next', () => {
    const breaker = breakAt(0);
    expect([call(breaker, 'none', 2_000), call(breaker, 'good', 2_000)]).toEqual(['probe', 'probe']);
    expect(breaker.isBroken()).toBe(false);
  });

  it('does not count what began before it let calls through again', () => {
    const breaker = breakAt(0);
    call(breaker, 'good', 2_000);
    for (const startedAt of [-8_001, -6_001, -4_001, -2_001, 1_999])
      breaker.record({ outcome: 'bad', startedAt, isProbe: false, path: null }, 3_000);
    expect(breaker.isBroken()).toBe(false);
  });

  it('behaves as its simplest description under any sequence of calls', () => {
    const step = fc.record({
      outcome: fc.constantFrom('good', 'bad', 'bad', 'none'),
      afterMs: fc.integer({ min: 0, max: 3_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const breaker = createCircuitBreaker();
        let outcomes: { good: boolean; at: number }[] = [];
        let open: { until: number; ms: number } | null = null;
        let now = 0;
        for (const { outcome, afterMs } of steps) {
          now += afterMs;
          const expected = open === null ? 'normal' : now < open.until ? 'refused' : 'probe';
          expect(call(breaker, outcome, now)).toBe(expected);
          if (expected === 'refused') continue;
          if (open !== null) {
            if (outcome === 'bad')
              open = { ms: Math.min(open.ms * 2, 8_000), until: now + Math.min(open.ms * 2, 8_000) };
            if (outcome === 'none') open = { ...open, until: now };
            if (outcome !== 'good') continue;
            open = null;
            outcomes = [];
            continue;
          }
          if (outcome === 'none') continue;
          outcomes.push({ good: outcome === 'good', at: now });
          const recent = outcomes.filter(({ at }) => at > now - 10_000);
          const bad = recent.filter(({ good }) => !good).length;
          const lastFive = outcomes.slice(-5);
          const inARow = lastFive.length === 5 && lastFive.every(({ good }) => !good);
          if (outcome === 'bad' && (inARow || (recent.length >= 10 && bad * 2 >= recent.length)))
            open = { ms: 2_000, until: now + 2_000 };
        }
      }),
    );
  });
});
