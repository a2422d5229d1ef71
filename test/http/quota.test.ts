import { describe, expect, it } from 'vitest';
import { createQuotaEstimate, readQuota } from '../../src/http/quota.ts';

const now = new Date('2026-05-01T12:00:00Z');

describe('what an answer tells of a quota', () => {
  it.each([
    [{ 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '1' }, 7, 50, 1_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1777636805' }, 0, null, 5_000],
    [{ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': 'soon' }, 3, null, null],
    [{ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '1777636795' }, 3, null, null],
  ])('is read from %j', (headers, remaining, limit, resetInMs) => {
    expect(readQuota(headers, now)).toEqual({ remaining, limit, resetInMs });
  });

  it.each([
    {},
    { 'x-ratelimit-remaining': 'many' },
    { 'x-ratelimit-remaining': '-1' },
    { 'x-ratelimit-limit': '5' },
  ])('is nothing without a number of what is left: %j', (headers) =>
    expect(readQuota(headers, now)).toBeNull(),
  );
});

describe('what is left of a quota', () => {
  const told = (remaining: number, resetInMs: number | null = 1_000) => ({
    remaining,
    limit: null,
    resetInMs,
  });

  it('is not known before an answer tells', () => {
    expect(createQuotaEstimate().earliest(1_000_000, 5)).toBe(5);
  });

  it('holds calls until the reset where it is nothing', () => {
    const quota = createQuotaEstimate();
    quota.hear(quota.start(0), told(0), 100);
    expect([quota.earliest(0, 100), quota.earliest(0, 1_200)]).toEqual([1_100, 1_200]);
  });

  it('is less by the calls that were made since, and by those that wait before', () => {
    const quota = createQuotaEstimate();
    const first = quota.start(0);
    quota.start(0);
    quota.hear(first, told(3), 0);
    expect([0, 1, 2].map((ahead) => quota.earliest(ahead, 0))).toEqual([0, 0, 1_000]);
  });

  it('is what the latest call was told, in whatever order the answers come', () => {
    const quota = createQuotaEstimate();
    const [first, second] = [quota.start(0), quota.start(0)];
    quota.hear(second, told(0), 0);
    quota.hear(first, told(1), 0);
    expect(quota.earliest(0, 0)).toBe(1_000);
  });

  it('is the whole of it again after the reset, of which no more goes than that until an answer tells', () => {
    const quota = createQuotaEstimate();
    quota.hear(quota.start(0), { remaining: 0, limit: 2, resetInMs: 500 }, 0);
    expect([0, 1, 2].map((ahead) => quota.earliest(ahead, 600))).toEqual([600, 600, 1_600]);
    quota.start(600);
    expect(quota.earliest(0, 700)).toBe(700);
    const last = quota.start(700);
    expect(quota.earliest(0, 700)).toBe(1_600);
    quota.hear(last, { remaining: 9, limit: 9, resetInMs: 500 }, 800);
    expect(quota.earliest(8, 800)).toBe(800);
  });

  it('is asked for again after a minute at most, and at once where no reset was told', () => {
    const quota = createQuotaEstimate();
    quota.hear(quota.start(0), told(0, 3_600_000), 0);
    expect(quota.earliest(0, 0)).toBe(60_000);
    quota.hear(quota.start(0), told(0, null), 0);
    expect(quota.earliest(0, 0)).toBe(0);
  });
});
