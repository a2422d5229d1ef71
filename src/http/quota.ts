import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { longestHeedMs, readWait, singleHeader } from './moment.ts';

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
  start(now: number): number;
  /** Takes in what the answer to the call with this number tells. */
  hear(call: number, told: ToldQuota, now: number): void;
  /** When a call may go that so many others, not made yet, go before: at `from` or later. */
  earliest(ahead: number, from: number): number;
}

interface Told {
  /** The number of the call whose answer told it. */
  readonly byCall: number;
  readonly remaining: number;
  readonly limit: number | null;
  readonly resetsAt: number;
}

/** After a reset, so long until the answers to a whole quota of calls tell more. */
const longestUntoldMs = 1_000;

/** Nothing told yet. */
export function createQuotaEstimate(): QuotaEstimate {
  let calls = 0;
  let told: Told = {
    byCall: 0,
    remaining: Number.POSITIVE_INFINITY,
    limit: null,
    resetsAt: Number.NEGATIVE_INFINITY,
  };

  /** What was told, or the whole quota once that is there again. */
  function toldAt(now: number): Told {
    const { limit, resetsAt } = told;
    const isOver = limit !== null && now >= resetsAt;
    return isOver ? { byCall: calls, remaining: limit, limit, resetsAt: now + longestUntoldMs } : told;
  }

  return {
    start(now) {
      told = toldAt(now);
      calls += 1;
      return calls;
    },
    hear(call, { remaining, limit, resetInMs }, now) {
      // Answers overtake each other: what an earlier call was told is older.
      if (call < told.byCall) return;
      const resetsAt = now + Math.min(resetInMs ?? 0, longestHeedMs);
      const whole = resetInMs !== null && resetInMs <= longestHeedMs ? limit : null;
      // Where the reset is farther away than we wait, one call sees whether it has come.
      const after = resetInMs !== null && resetInMs > longestHeedMs ? 1 : whole;
      told = { byCall: call, remaining, limit: after, resetsAt };
    },
    earliest(ahead, from) {
      const { byCall, remaining, resetsAt } = toldAt(from);
      const madeSince = calls - byCall;
      return remaining - madeSince > ahead ? from : Math.max(from, resetsAt);
    },
  };
}
