import { describe, expect, test } from 'vitest';
import { openSandbox } from './open-sandbox.ts';
import { listOf } from './rows.ts';

function searchSubscriptions(now: Date) {
  const { json } = openSandbox(() => now).post('/subscriptions/search', {
    subscription_status: [],
    limit: 1000,
    order: 'asc',
  });
  return listOf(json, 'items');
}

describe.each([
  '2024-02-29T23:59:59Z',
  '2026-02-10T12:00:00Z',
  '2026-03-18T15:30:00.25Z',
  '2026-12-31T23:59:59.999Z',
  '2027-01-31T00:00:00Z',
])('the seed of %s', (text) => {
  const now = new Date(text);
  const rows = searchSubscriptions(now);
  const live = rows.filter((row) => ['active', 'trialing'].includes(String(row.get('subscription_status'))));
  const timeOf = (value: unknown) => Date.parse(String(value));

  test('has subscriptions of every status', () => {
    const statuses = new Set(rows.map((row) => row.get('subscription_status')));
    expect(statuses).toEqual(new Set(['active', 'trialing', 'cancelled', 'paused', 'draft', 'incomplete']));
  });

  test('has live periods that contain now, and began after their subscription', () => {
    expect(live.length).toBeGreaterThan(40);
    for (const row of live) {
      const start = timeOf(row.get('current_period_start'));
      expect(start).toBeLessThanOrEqual(now.getTime());
      expect(timeOf(row.get('current_period_end'))).toBeGreaterThan(now.getTime());
      expect(timeOf(row.get('start_date'))).toBeLessThanOrEqual(start);
    }
  });
});

test('ids are the same from start to start', () => {
  const ids = (text: string) => searchSubscriptions(new Date(text)).map((row) => row.get('id'));
  expect(new Set(ids('2026-03-18T15:30:00Z'))).toEqual(new Set(ids('2029-07-01T00:00:00Z')));
});
