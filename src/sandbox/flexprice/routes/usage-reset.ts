import type { SubscriptionRow } from '../rows/subscription.ts';
import { addMonths, offsetMinutes, toZonedTimestamp, zeroTime } from '../timestamp.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * When the count of a feature starts again: in the subscription's time zone for a daily or monthly one, year 1 for one
 * that never does, and null for every other period, which the provider only logs.
 */
export function nextUsageReset(
  resetPeriod: string | undefined,
  subscription: SubscriptionRow,
  now: Date,
): string | null {
  switch (resetPeriod) {
    case 'NEVER':
      return zeroTime;
    case 'DAILY':
      return toZonedTimestamp(nextMidnight(now, subscription.timezone), subscription.timezone);
    case 'MONTHLY':
      return toZonedTimestamp(nextMonthlyBoundary(subscription, now), subscription.timezone);
    default:
      return null;
  }
}

function nextMidnight(now: Date, timeZone: string): Date {
  const offset = offsetMinutes(now, timeZone) * 60_000;
  return new Date((Math.floor((now.getTime() + offset) / dayMs) + 1) * dayMs - offset);
}

/** The anchor's next monthly return, which for a yearly subscription is not the end of its period. */
function nextMonthlyBoundary({ current_period_start }: SubscriptionRow, now: Date): Date {
  const start = new Date(current_period_start);
  const months =
    (now.getUTCFullYear() - start.getUTCFullYear()) * 12 + now.getUTCMonth() - start.getUTCMonth();
  const boundary = addMonths(start, months);
  return boundary > now ? boundary : addMonths(start, months + 1);
}
