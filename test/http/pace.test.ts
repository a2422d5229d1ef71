import { describe, expect, it } from 'vitest';
import { createPace, type Pace } from '../../src/http/pace.ts';

const recognised = { kind: 'recognised' } as const;
const silent = { kind: 'silent' } as const;

function begin(pace: Pace, count: number, now: number) {
  return Array.from({ length: count }, () => pace.begin(now));
}

describe('the pace of a key that its provider may not know yet', () => {
  const open = () =>
    createPace({ limit: { requests: 500, perSeconds: 60 }, cold: { requests: 60, perSeconds: 60 } });

  it('is that of a stranger until the first answer, for which calls may wait', () => {
    const pace = open();
    const [first] = begin(pace, 60, 0);
    expect([pace.opensAt(100), pace.earliest(50, 100)]).toEqual([60_100, 100]);
    if (first !== undefined) pace.end(first, recognised, 200);
    expect(pace.opensAt(200)).toBe(200);
  });

  it('is that of a stranger again where all calls come to nothing', () => {
    const pace = open();
    for (const call of begin(pace, 60, 0)) pace.end(call, silent, 200);
    expect(pace.earliest(0, 200)).toBe(60_200);
  });

  it('is that of a stranger again after five minutes without an answer', () => {
    const pace = open();
    const [call] = begin(pace, 1, 0);
    if (call !== undefined) pace.end(call, recognised, 0);
    begin(pace, 100, 299_999);
    expect(pace.opensAt(299_999)).toBe(299_999);
    begin(pace, 60, 300_000);
    expect(pace.opensAt(300_000)).toBe(360_000);
  });
});

describe('a pace', () => {
  it('waits for a pause, and lets no more go after it than at other times', () => {
    const pace = createPace({ limit: { requests: 2, perSeconds: 1 }, cold: null });
    const [call] = begin(pace, 2, 0);
    if (call !== undefined) pace.end(call, { kind: 'limited', waitMs: 5_000 }, 100);
    expect([0, 1, 2].map((ahead) => pace.earliest(ahead, 100))).toEqual([5_100, 6_100, 6_100]);
    expect(pace.pausedUntil()).toBe(5_100);
  });

  it('waits for the reset of a quota that is used up', () => {
    const pace = createPace({ limit: null, cold: null });
    const call = pace.begin(0);
    pace.hear(call, { remaining: 0, limit: 50, resetInMs: 800 }, 10);
    expect(pace.opensAt(10)).toBe(810);
  });
});
