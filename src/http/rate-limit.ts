import { createRecentTimes } from './recent-times.ts';

/** So many calls, at most, in any stretch of so many seconds. */
export interface RateLimit {
  readonly requests: number;
  readonly perSeconds: number;
}

/** How often an account may be asked. */
export interface AccountLimits {
  /** Of all calls that are not counted apart; null: as often as it takes. */
  readonly most: RateLimit | null;
  /** Of the calls to a provider that has not recognised the key for five minutes; null: no other than the rest. */
  readonly cold: RateLimit | null;
  /** Of calls that are counted apart, by the template of their path. */
  readonly apart: ReadonlyMap<string, RateLimit>;
}

/** An account that may be asked as often as it takes. */
export const noLimits: AccountLimits = { most: null, cold: null, apart: new Map() };

/** The calls that were made under one limit. Times are in milliseconds, on any one clock. */
export interface RateWindow {
  /** When a call may go that so many others, not made yet, go before: at `from` or later. */
  earliest(ahead: number, from: number): number;
  /** Counts a call that is made now. */
  start(now: number): void;
}

/**
 * Calls are counted here as they leave and there as they arrive: those that left at the beginning of a stretch and were
 * slow on their way crowd those that leave right after it.
 */
const unevenness = { share: 0.05, mostMs: 250 } as const;

/** No calls yet. */
export function createRateWindow({ requests, perSeconds }: RateLimit): RateWindow {
  const limitMs = perSeconds * 1000;
  const stretchMs = limitMs + Math.min(limitMs * unevenness.share, unevenness.mostMs);
  const starts = createRecentTimes(stretchMs);
  return {
    earliest(ahead, from) {
      // Of those that wait, each full set of calls has a stretch of its own.
      const rounds = Math.floor(ahead / requests);
      const last = starts.at(starts.size() + (ahead % requests) - requests);
      return Math.max(from, last === undefined ? from : last + stretchMs) + rounds * stretchMs;
    },
    start: (now) => starts.add(now),
  };
}
