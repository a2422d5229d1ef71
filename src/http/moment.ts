/** Whatever a provider says, after so long it is asked again. */
export const longestHeedMs = 60_000;

/**
 * How long it is, in milliseconds, to the moment that a header names: seconds from now, seconds since 1970 (which take ten
 * digits), or a date. null where it names none, or one that has passed.
 */
export function readWait(text: string, now: Date): number | null {
  const wait = momentOf(text.trim(), now.getTime()) - now.getTime();
  return wait > 0 ? wait : null;
}

/** NaN where there is none. */
function momentOf(text: string, now: number): number {
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return now + Number(text) * 1000;
  if (/^\d{10,12}$/.test(text)) return Number(text) * 1000;
  return /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
}

/** The text of a header that came once. */
export function singleHeader(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
