/** A calendar day; months count from 1. */
export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The day that it is in the time zone (IANA name). */
export function localDateOf(time: Date, timezone: string): LocalDate {
  return dateOf(new Date(time.getTime() + offsetMs(time, timezone)));
}

/** The point in time at which the day begins in the time zone. */
export function startOfDay({ year, month, day }: LocalDate, timezone: string): Date {
  const wallClock = Date.UTC(year, month - 1, day);
  const guess = new Date(wallClock - offsetMs(new Date(wallClock), timezone));
  return new Date(wallClock - offsetMs(guess, timezone));
}

/** The day so many days later, or earlier for a negative number. */
export function daysLater({ year, month, day }: LocalDate, days: number): LocalDate {
  return dateOf(new Date(Date.UTC(year, month - 1, day + days)));
}

/** The same day so many months later, or the month's last day where it has no such day. */
export function monthsLater({ year, month, day }: LocalDate, months: number): LocalDate {
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dateOf(new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))));
}

/** How many days lie between two days. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  const ms = Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day);
  return ms / (24 * 60 * 60 * 1000);
}

/** The day as YYYY-MM-DD. */
export function formatDate({ year, month, day }: LocalDate): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** Whether this is a time zone that the runtime knows. */
export function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

function dateOf(utc: Date): LocalDate {
  return { year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, day: utc.getUTCDate() };
}

/** How far the time zone's clocks are ahead of UTC. */
function offsetMs(time: Date, timezone: string): number {
  if (timezone === 'UTC') return 0;
  const formatter = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const wallClock = new Date(`${formatter.format(time).replace(' ', 'T')}Z`);
  return wallClock.getTime() - Math.floor(time.getTime() / 1000) * 1000;
}
