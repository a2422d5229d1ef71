import {
  daysBetween,
  daysLater,
  type LocalDate,
  localDateOf,
  monthsLater,
  startOfDay,
} from './local-date.ts';
import { secondsAfter } from './time.ts';

/** How often something is billed or granted. */
export const intervals = ['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'] as const;

/** One of the intervals. */
export type Interval = (typeof intervals)[number];

/** A stretch of time in which usage counts; `to` is its last second. */
export interface BillingPeriod {
  readonly from: Date;
  readonly to: Date;
}

const monthsIn = { monthly: 1, quarterly: 3, semiannual: 6, yearly: 12 } as const;

/** Where calendar billing counts from: a Monday, and the first day of a month, a quarter, a half-year and a year. */
const calendarAnchor: LocalDate = { year: 2024, month: 1, day: 1 };

/** The period that holds the time, counted in the time zone from an anchor day, or by the calendar without one. */
export function periodAt(
  time: Date,
  interval: Interval,
  anchor: LocalDate | null,
  timezone: string,
): BillingPeriod {
  const day = localDateOf(time, timezone);
  const origin = anchor ?? calendarAnchor;
  const nth = (count: number) => occurrence(origin, interval, count);
  const guess = occurrencesUntil(origin, interval, day);
  const count = daysBetween(nth(guess), day) < 0 ? guess - 1 : guess;
  return {
    from: startOfDay(nth(count), timezone),
    to: secondsAfter(startOfDay(nth(count + 1), timezone), -1),
  };
}

function occurrence(origin: LocalDate, interval: Interval, count: number): LocalDate {
  return interval === 'weekly'
    ? daysLater(origin, count * 7)
    : monthsLater(origin, count * monthsIn[interval]);
}

function occurrencesUntil(origin: LocalDate, interval: Interval, day: LocalDate): number {
  if (interval === 'weekly') return Math.floor(daysBetween(origin, day) / 7);
  const months = (day.year - origin.year) * 12 + day.month - origin.month;
  return Math.floor(months / monthsIn[interval]);
}
