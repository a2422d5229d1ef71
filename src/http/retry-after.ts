import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { readWait, singleHeader } from './moment.ts';

/** What is farther away is no time that anybody means. */
const longestWaitMs = 24 * 60 * 60_000;

/**
 * When the answer says to come back: `Retry-After`, else `X-RateLimit-Reset`. null where it says nothing that makes sense,
 * such as a time that has passed; within a day.
 */
export function readRetryAfter(headers: IncomingHttpHeaders, now: Date): Date | null {
  const text = singleHeader(headers['retry-after']) ?? singleHeader(headers['x-ratelimit-reset']);
  const wait = text === null ? null : readWait(text, now);
  return wait === null ? null : new Date(now.getTime() + Math.min(wait, longestWaitMs));
}
