/** Go's zero time, which the provider sends where it means "never". */
export const zeroTime = '0001-01-01T00:00:00Z';

/** The time in the provider's spelling: UTC, and a fraction of a second without zeros at its end. */
export function toTimestamp(date: Date): string {
  return date.toISOString().replace(/\.?0*Z$/, 'Z');
}

/** The time as a clock in the time zone shows it, with that zone's offset; UTC keeps its Z. */
export function toZonedTimestamp(date: Date, timeZone: string): string {
  const offset = offsetMinutes(date, timeZone);
  if (offset === 0) return toTimestamp(date);
  const local = toTimestamp(new Date(date.getTime() + offset * 60_000)).slice(0, -1);
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

/** How far the zone's clocks are ahead of UTC at that time. */
export function offsetMinutes(date: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    date,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /^GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
}

const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** The time that the text spells in RFC 3339, or null where it spells none. */
export function parseTimestamp(text: string): Date | null {
  const date = new Date(text);
  return timestampPattern.test(text) && Number.isFinite(date.getTime()) ? date : null;
}

/** The same day and time so many months later; the last day of a shorter month. */
export function addMonths(date: Date, months: number): Date {
  const moved = new Date(date);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const daysInMonth = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(date.getUTCDate(), daysInMonth));
  return moved;
}
