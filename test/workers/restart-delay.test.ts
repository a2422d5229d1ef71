import { describe, expect, it } from 'vitest';
import { createRestartDelay } from '../../src/workers/restart-delay.ts';

describe('the wait before a worker is replaced', () => {
  it('doubles up to ten seconds while workers end soon, and is short again after one that lived for a minute', () => {
    const delay = createRestartDelay();
    const lives = [5_000, 10, 10, 10, 10, 10, 10, 10, 59_999, 60_000, 10];
    expect(lives.map(delay.next)).toEqual([
      100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 100, 200,
    ]);
  });
});
