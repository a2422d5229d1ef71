import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { nextIntervalRun } from '../../../src/providers/lago/next-interval-run.ts';

const at = (text: string) => new Date(text);

function nextDay(interval: string, anchor: string, now: string, timezone = 'UTC'): string | undefined {
  const created = at(anchor);
  return nextIntervalRun({ interval, anchor: created, walletCreatedAt: created, timezone }, at(now))?.day;
}

describe('the next run of a recurring rule', () => {
  it.each([
    ['weekly', '2026-03-02T10:00:00Z', '2026-03-10T12:00:00Z', '2026-03-16'],
    ['weekly', '2026-03-02T10:00:00Z', '2026-03-09T00:54:59Z', '2026-03-09'],
    ['weekly', '2026-03-02T10:00:00Z', '2026-03-09T00:55:00Z', '2026-03-16'],
    ['monthly', '2026-01-15T10:00:00Z', '2026-03-10T12:00:00Z', '2026-03-15'],
    ['monthly', '2026-01-31T10:00:00Z', '2026-02-10T12:00:00Z', '2026-02-28'],
    ['monthly', '2026-01-31T10:00:00Z', '2026-03-01T12:00:00Z', '2026-03-31'],
    ['monthly', '2026-01-31T10:00:00Z', '2026-04-01T12:00:00Z', '2026-04-30'],
    ['monthly', '2028-01-30T10:00:00Z', '2028-02-10T12:00:00Z', '2028-02-29'],
    ['monthly', '2026-02-28T10:00:00Z', '2026-03-01T12:00:00Z', '2026-03-28'],
    ['quarterly', '2026-01-31T10:00:00Z', '2026-02-10T12:00:00Z', '2026-04-30'],
    ['quarterly', '2025-11-30T10:00:00Z', '2026-02-10T12:00:00Z', '2026-02-28'],
    ['semiannual', '2025-08-31T10:00:00Z', '2026-01-10T12:00:00Z', '2026-02-28'],
    ['semiannual', '2026-02-28T10:00:00Z', '2026-03-10T12:00:00Z', '2026-08-28'],
    ['yearly', '2020-03-11T10:00:00Z', '2026-03-10T12:00:00Z', '2026-03-11'],
    ['yearly', '2024-02-29T10:00:00Z', '2026-01-10T12:00:00Z', '2026-02-28'],
    ['yearly', '2024-02-29T10:00:00Z', '2027-03-10T12:00:00Z', '2028-02-29'],
  ])('%s from %s, seen at %s, is on %s', (interval, anchor, now, day) => {
    expect(nextDay(interval, anchor, now)).toBe(day);
  });

  it.each([
    // One instant is the 31st west of Greenwich and the 1st east of it.
    [
      'America/Los_Angeles',
      '2026-02-01T05:00:00Z',
      '2026-02-15T12:00:00Z',
      '2026-02-28',
      '2026-02-28T08:55:00Z',
    ],
    ['Asia/Tokyo', '2026-02-01T05:00:00Z', '2026-02-15T12:00:00Z', '2026-03-01', '2026-02-28T15:55:00Z'],
    [
      'Pacific/Auckland',
      '2026-01-31T13:00:00Z',
      '2026-02-15T12:00:00Z',
      '2026-03-01',
      '2026-02-28T11:55:00Z',
    ],
    ['Asia/Kolkata', '2026-01-12T00:00:00Z', '2026-03-10T12:00:00Z', '2026-03-12', '2026-03-11T19:25:00Z'],
    [
      'Pacific/Kiritimati',
      '2026-01-31T10:00:00Z',
      '2026-02-28T10:30:00Z',
      '2026-03-01',
      '2026-02-28T10:55:00Z',
    ],
    // Winter time up to 29 March, summer time from 30 March.
    ['Europe/Berlin', '2026-01-29T12:00:00Z', '2026-03-10T12:00:00Z', '2026-03-29', '2026-03-28T23:55:00Z'],
    ['Europe/Berlin', '2026-01-30T12:00:00Z', '2026-03-10T12:00:00Z', '2026-03-30', '2026-03-29T22:55:00Z'],
    // The clocks go from midnight to one o'clock, so that day has no 00:55.
    ['America/Havana', '2026-02-08T12:00:00Z', '2026-03-07T12:00:00Z', '2026-03-08', '2026-03-08T05:55:00Z'],
    // Noon in Greenwich is already the next day here, whose run is still to come or just over.
    [
      'Pacific/Auckland',
      '2026-02-10T12:00:00Z',
      '2026-03-10T11:54:59Z',
      '2026-03-11',
      '2026-03-10T11:55:00Z',
    ],
    [
      'Pacific/Auckland',
      '2026-02-10T12:00:00Z',
      '2026-03-10T11:55:00Z',
      '2026-04-11',
      '2026-04-10T12:55:00Z',
    ],
  ])('counts the days of %s', (timezone, anchor, now, day, runsAt) => {
    const schedule = { interval: 'monthly', anchor: at(anchor), walletCreatedAt: at(anchor), timezone };
    expect(nextIntervalRun(schedule, at(now))).toEqual({ day, at: at(runsAt) });
  });

  it.each([
    [
      'leaves out the day on which the wallet was created',
      '2026-03-03T00:00:00Z',
      '2026-03-10T00:10:00Z',
      '2026-03-17',
    ],
    ['may be on the day after that', '2026-03-03T00:00:00Z', '2026-03-09T22:30:00Z', '2026-03-10'],
    ['waits for a start to come', '2026-04-20T09:00:00Z', '2026-03-01T08:00:00Z', '2026-04-20'],
    ['waits for a start that is years away', '2031-06-05T09:00:00Z', '2026-03-01T08:00:00Z', '2031-06-05'],
  ])('%s', (_case, anchor, walletCreatedAt, day) => {
    const schedule = {
      interval: 'weekly',
      anchor: at(anchor),
      walletCreatedAt: at(walletCreatedAt),
      timezone: 'UTC',
    };
    expect(nextIntervalRun(schedule, at('2026-03-10T00:20:00Z'))?.day).toBe(day);
  });

  it.each([
    ['later today', 'UTC', '2026-03-10T15:30:00Z', '2026-03-10T10:00:00Z', '2026-03-10T15:55:00Z'],
    ['within the hour', 'UTC', '2026-03-10T15:56:00Z', '2026-03-10T15:57:00Z', '2026-03-10T16:55:00Z'],
    ['at that very minute', 'UTC', '2026-03-10T15:55:00Z', '2026-03-10T10:00:00Z', '2026-03-10T15:55:00Z'],
    ['on a day to come', 'UTC', '2026-05-10T15:30:00Z', '2026-03-10T10:00:00Z', '2026-05-10T15:55:00Z'],
    ['today, and has run', 'UTC', '2026-03-10T15:30:00Z', '2026-03-10T15:55:00Z', '2026-04-10T00:55:00Z'],
    ['too late in its day', 'UTC', '2026-03-20T23:57:00Z', '2026-03-10T10:00:00Z', '2026-04-20T00:55:00Z'],
    // Midnight in Greenwich is the evening before here.
    [
      'on a date without a time',
      'America/New_York',
      '2026-04-01T00:00:00Z',
      '2026-03-31T16:00:00Z',
      '2026-04-01T00:55:00Z',
    ],
  ])('does not come before a start that is %s', (_case, timezone, anchor, now, runsAt) => {
    const walletCreatedAt = at('2026-01-05T00:00:00Z');
    const schedule = { interval: 'monthly', anchor: at(anchor), walletCreatedAt, timezone };
    expect(nextIntervalRun(schedule, at(now))?.at).toEqual(at(runsAt));
  });

  it('leaves out the day of creation as the time zone of the customer has it', () => {
    const created = at('2026-03-10T11:30:00Z');
    const schedule = {
      interval: 'weekly',
      anchor: created,
      walletCreatedAt: created,
      timezone: 'Pacific/Auckland',
    };
    expect(nextIntervalRun(schedule, at('2026-03-10T11:40:00Z'))?.day).toBe('2026-03-18');
  });

  it.each(['daily', '', 'MONTHLY', 'constructor'])('is unknown for the interval "%s"', (interval) => {
    expect(nextDay(interval, '2026-01-15T10:00:00Z', '2026-03-10T12:00:00Z')).toBeUndefined();
  });

  it.each(['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'])(
    'is for %s rules the first day that matches, going through the calendar day by day',
    (interval) => {
      for (let offset = 0; offset < 500; offset += 1) {
        const anchor = DateTime.utc(2023, 12, 20).plus({ days: offset });
        const today = anchor.plus({ days: (offset * 37) % 900 });
        const run = nextIntervalRun(
          {
            interval,
            anchor: anchor.toJSDate(),
            walletCreatedAt: anchor.toJSDate(),
            timezone: 'UTC',
          },
          today.set({ hour: 12 }).toJSDate(),
        );
        expect(run?.day).toBe(firstMatch(interval, anchor, today.plus({ days: 1 })));
      }
    },
  );
});

/** What the scheduler does: it looks at every day and asks whether the rule falls on it. */
function firstMatch(interval: string, anchor: DateTime, from: DateTime): string {
  let day = from;
  while (!matches(interval, anchor, day)) day = day.plus({ days: 1 });
  return day.toFormat('yyyy-MM-dd');
}

function matches(interval: string, anchor: DateTime, day: DateTime): boolean {
  if (interval === 'weekly') return day.weekday === anchor.weekday;
  const every = { monthly: 1, quarterly: 3, semiannual: 6, yearly: 12 }[interval] ?? 0;
  const dayOfMonth = Math.min(anchor.day, day.daysInMonth ?? 0);
  return (day.month - anchor.month) % every === 0 && day.day === dayOfMonth;
}
