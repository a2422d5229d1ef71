import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { readWait, singleHeader } from './moment.ts';

/** What an answer tells about how much may still be asked. */
export interface ToldQuota {
  readonly remaining: number;
  readonly limit: number | null;
  /** Milliseconds until all of it is there again; null where that was not told. */
  readonly resetInMs: number | null;
}

/** What the `X-RateLimit-` headers tell; null where they do not tell what is left. */
export function readQuota(headers: IncomingHttpHeaders, now: Date): ToldQuota | null {
  const remaining = readCount(headers['x-ratelimit-remaining']);
  if (remaining === null) return null;
  const reset = singleHeader(headers['x-ratelimit-reset']);
  return {
    remaining,
    limit: readCount(headers['x-ratelimit-limit']),
    resetInMs: reset === null ? null : readWait(reset, now),
  };
}

function readCount(value: string | string[] | undefined): number | null {
  const text = singleHeader(value)?.trim() ?? '';
  return /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** What is left of a quota by all that answers have told. Times are in milliseconds, on any one clock. */
export interface QuotaEstimate {
  /** Counts a call that is made now, and gives its number. */
  start(): number;
  /** Takes in what the answer to the call with this number tells. */
  hear(call: number, told: ToldQuota, now: number): void;
  /** When a call may go that so many others, not made yet, go before: at `from` or later. */
  earliest(ahead: number, from: number): number;
}

/** However far the reset is said to be: after so long it is asked again. */
const longestHoldMs = 60_000;

/** Nothing told yet. */
export function createQuotaEstimate(): QuotaEstimate {
  let calls = 0;
  let told = { byCall: 0, remaining: Number.POSITIVE_INFINITY, resetsAt: Number.NEGATIVE_INFINITY };
  return {
    start() {
      calls += 1;
      return calls;
    },
    hear(call, { remaining, resetInMs }, now) {
      // Answers overtake each other: what an earlier call was told is older.
      if (call < told.byCall) return;
      told = { byCall: call, remaining, resetsAt: now + Math.min(resetInMs ?? 0, longestHoldMs) };
    },
    earliest(ahead, from) {
      const madeSince = calls - told.byCall;
      return told.remaining - madeSince > ahead ? from : Math.max(from, told.resetsAt);
    },
  };
}
