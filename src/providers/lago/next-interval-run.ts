import { DateTime } from 'luxon';

/** When a recurring rule of a wallet runs. */
export interface IntervalSchedule {
  /** Lago's word: "weekly", "monthly", "quarterly", "semiannual" or "yearly". */
  readonly interval: string;
  /** Every run falls on the same day of the week or month as this, and none before it. */
  readonly anchor: Date;
  readonly walletCreatedAt: Date;
  /** The customer's IANA zone: Lago compares days, and this is where its days begin. */
  readonly timezone: string;
}

/** A day on which a rule runs. */
export interface IntervalRun {
  /** The local date, YYYY-MM-DD. */
  readonly day: string;
  /** When Lago first tops up on that day: at 00:55, on the day of the anchor not before the anchor itself. */
  readonly at: Date;
}

/** The first run after `now`, or null for an interval that billgraph has not met. Days are held as midnights in UTC. */
export function nextIntervalRun(schedule: IntervalSchedule, now: Date): IntervalRun | null {
  const { interval, timezone } = schedule;
  const step = stepOf(interval);
  if (step === null) return null;

  const firstRun = firstRunFrom(schedule.anchor, timezone);
  const runOn = (day: DateTime) => new Date(Math.max(runTime(day, timezone).getTime(), firstRun.getTime()));

  const anchor = localDay(schedule.anchor, timezone);
  const today = localDay(now, timezone);
  // A wallet gets nothing on the day of its creation.
  const dayAfterCreation = localDay(schedule.walletCreatedAt, timezone).plus({ days: 1 });
  const nextRunDay = runOn(today) > now ? today : today.plus({ days: 1 });

  const earliest = DateTime.max(localDay(firstRun, timezone), dayAfterCreation, nextRunDay);
  const day = firstDayFrom(earliest, anchor, step);
  return { day: day.toFormat('yyyy-MM-dd'), at: runOn(day) };
}

interface Step {
  readonly unit: 'weeks' | 'months';
  readonly count: number;
}

function stepOf(interval: string): Step | null {
  switch (interval) {
    case 'weekly':
      return { unit: 'weeks', count: 1 };
    case 'monthly':
      return { unit: 'months', count: 1 };
    case 'quarterly':
      return { unit: 'months', count: 3 };
    case 'semiannual':
      return { unit: 'months', count: 6 };
    case 'yearly':
      return { unit: 'months', count: 12 };
    default:
      return null;
  }
}

/** Counts from the anchor itself, so that the 31st is back after a month that ended on the 28th. */
function firstDayFrom(earliest: DateTime, anchor: DateTime, { unit, count }: Step): DateTime {
  const after = (steps: number) => anchor.plus({ [unit]: steps * count });
  const elapsed = Math.floor(earliest.diff(anchor, unit).as(unit) / count);
  const candidate = after(elapsed);
  return candidate >= earliest ? candidate : after(elapsed + 1);
}

function localDay(instant: Date, zone: string): DateTime {
  const { year, month, day } = DateTime.fromJSDate(instant, { zone });
  return DateTime.utc(year, month, day);
}

/** Lago tops up hourly, at minute 55. Where the clocks skip that time, luxon moves it on to the next such minute. */
function runTime({ year, month, day }: DateTime, zone: string): Date {
  return DateTime.fromObject({ year, month, day, hour: 0, minute: 55 }, { zone }).toJSDate();
}

/** Before the anchor Lago leaves the rule alone, also on its day. */
function firstRunFrom(anchor: Date, zone: string): Date {
  const local = DateTime.fromJSDate(anchor, { zone });
  const run = local.set({ minute: 55, second: 0, millisecond: 0 });
  return (run < local ? run.plus({ hours: 1 }) : run).toJSDate();
}
