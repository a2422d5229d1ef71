import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { readWait, singleHeader } from './moment.ts';

/**
 * When the answer says to come back: `Retry-After`, else `X-RateLimit-Reset`. null where it says nothing that makes sense,
 * such as a time that has passed.
 */
export function readRetryAfter(headers: IncomingHttpHeaders, now: Date): Date | null {
  const text = singleHeader(headers['retry-after']) ?? singleHeader(headers['x-ratelimit-reset']);
  const wait = text === null ? null : readWait(text, now);
  return wait === null ? null : new Date(now.getTime() + wait);
}
