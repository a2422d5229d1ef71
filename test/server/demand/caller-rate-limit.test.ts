import { RateLimiterMemory } from 'rate-limiter-flexible';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCallerRateLimit } from '../../../src/server/demand/caller-rate-limit.ts';

describe('the rate limit of a caller', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-05-01T00:00:00Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('lets calls through as long as the minute has any left', async () => {
    const limit = createCallerRateLimit(10);
    expect(await limit.take('ada', 6)).toBeNull();
    expect(await limit.take('ada', 4)).toBeNull();
    expect(await limit.take('ada', 1)).not.toBeNull();
  });

  it('tells when the minute is over, which began with the first call', async () => {
    const limit = createCallerRateLimit(10);
    await limit.take('ada', 10);
    vi.advanceTimersByTime(45_000);
    expect(await limit.take('ada', 1)).toEqual(new Date('2026-05-01T00:01:00Z'));
    vi.advanceTimersByTime(15_000);
    expect(await limit.take('ada', 10)).toBeNull();
  });

  it('takes nothing for what it does not let through', async () => {
    const limit = createCallerRateLimit(10);
    await limit.take('ada', 5);
    expect(await limit.take('ada', 6)).not.toBeNull();
    expect(await limit.take('ada', 5)).toBeNull();
  });

  it('gives back what was taken for nothing', async () => {
    const limit = createCallerRateLimit(10);
    await limit.take('ada', 10);
    await limit.giveBack('ada', 4);
    expect(await limit.take('ada', 4)).toBeNull();
    expect(await limit.take('ada', 1)).not.toBeNull();
  });

  it('keeps callers apart, and lets through what costs nothing', async () => {
    const limit = createCallerRateLimit(10);
    await limit.take('ada', 10);
    expect(await limit.take('grace', 10)).toBeNull();
    expect(await limit.take('ada', 0)).toBeNull();
  });

  it('counts what an operation has cost beyond its price', async () => {
    const limit = createCallerRateLimit(10);
    await limit.take('ada', 4);
    await limit.takeMore('ada', 5);
    expect(await limit.take('ada', 2)).not.toBeNull();
    expect(await limit.take('ada', 1)).toBeNull();
  });

  it('lets nobody in while nobody can count, and keeps no answer back that is there', async () => {
    const unanswered = () => Promise.reject(new Error('no answer'));
    const limit = createCallerRateLimit(10, (options) =>
      Object.assign(new RateLimiterMemory(options), { consume: unanswered, penalty: unanswered }),
    );
    expect(await limit.take('ada', 1)).toEqual(new Date('2026-05-01T00:00:01Z'));
    expect(await limit.takeMore('ada', 1)).toBeUndefined();
  });
});
