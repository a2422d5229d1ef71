import type { IncomingHttpHeaders } from 'undici/types/header.js';

/**
 * When the answer says to come back: `Retry-After` in seconds or as a date, else `X-RateLimit-Reset` in seconds. null
 * where it says nothing that makes sense.
 */
export function readRetryAfter(headers: IncomingHttpHeaders, now: Date): Date | null {
  const text = single(headers['retry-after']) ?? single(headers['x-ratelimit-reset']);
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return new Date(now.getTime() + Number(text) * 1000);
  const date = new Date(text);
  return /[a-z]/i.test(text) && Number.isFinite(date.getTime()) ? date : null;
}

function single(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value.trim() : null;
}
