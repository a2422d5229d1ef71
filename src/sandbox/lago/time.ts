const secondMs = 1000;
const dayMs = 24 * 60 * 60 * secondMs;

/** A point in time as Lago writes most of them: to the second. */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** A point in time as Lago writes those few that it serializes raw: to the millisecond. */
export function formatTimeToMilliseconds(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}

/** The time so many days later, or earlier for a negative number; always on a whole second. */
export function daysAfter(time: Date, days: number): Date {
  return secondsAfter(time, (days * dayMs) / secondMs);
}

/** The time so many seconds later, or earlier for a negative number; always on a whole second. */
export function secondsAfter(time: Date, seconds: number): Date {
  return new Date(Math.floor(time.getTime() / secondMs + seconds) * secondMs);
}

/** The point in time that ISO 8601 text spells, date-only text included; null where it spells none. */
export function parseTime(text: string): Date | null {
  const time = new Date(text);
  return /^\d{4}-\d{2}-\d{2}/.test(text) && Number.isFinite(time.getTime()) ? time : null;
}
