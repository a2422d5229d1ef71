import { describe, expect, it } from 'vitest';
import { createPause } from '../../src/http/pause.ts';

describe('a pause', () => {
  it('lasts as long as the provider says, and a minute at most', () => {
    const pause = createPause();
    expect(pause.until()).toBe(Number.NEGATIVE_INFINITY);
    pause.begin({ startedAt: 0, waitMs: 7_000 }, 10);
    expect(pause.until()).toBe(7_010);
    pause.begin({ startedAt: 7_010, waitMs: 1e12 }, 7_020);
    expect(pause.until()).toBe(67_020);
  });

  it('doubles from half a second to half a minute where it does not say', () => {
    const pause = createPause();
    let now = 0;
    const lengths = Array.from({ length: 8 }, () => {
      pause.begin({ startedAt: now, waitMs: null }, now);
      const length = pause.until() - now;
      now = pause.until();
      return length;
    });
    expect(lengths).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('counts calls once that were under way together, and keeps the longest that one of them was told', () => {
    const pause = createPause();
    for (const startedAt of [0, 1, 2]) pause.begin({ startedAt, waitMs: null }, 10 + startedAt);
    expect(pause.until()).toBe(510);
    pause.begin({ startedAt: 3, waitMs: 2_000 }, 20);
    pause.begin({ startedAt: 4, waitMs: 1_000 }, 30);
    expect(pause.until()).toBe(2_020);
    pause.begin({ startedAt: 2_020, waitMs: null }, 2_030);
    expect(pause.until()).toBe(3_030);
  });

  it('begins small again once a later call was answered', () => {
    const pause = createPause();
    pause.begin({ startedAt: 0, waitMs: null }, 10);
    pause.end({ startedAt: 5 });
    pause.begin({ startedAt: 600, waitMs: null }, 610);
    expect(pause.until()).toBe(1_610);
    pause.end({ startedAt: 1_700 });
    pause.begin({ startedAt: 1_800, waitMs: null }, 1_810);
    expect(pause.until()).toBe(2_310);
  });
});
