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

/**
 * The calls that were made under one limit. Their provider counts each at some moment between its leaving and its answer,
 * and nobody knows at which: it is under way until it is answered, and made then. Times are in milliseconds, on any one
 * clock.
 */
export interface RateWindow {
  /**
   * When a call may go that so many others, not made yet, go before: at `from` or later, should all that is under way be
   * answered then.
   */
  earliest(ahead: number, from: number): number;
  /** A call leaves. */
  start(): void;
  /** One that left is answered, or given up. */
  finish(now: number): void;
}

/** No calls yet. */
export function createRateWindow({ requests, perSeconds }: RateLimit): RateWindow {
  const stretchMs = perSeconds * 1000;
  const finished = createRecentTimes(stretchMs);
  let underWay = 0;
  return {
    earliest(ahead, from) {
      // Of those that wait, each full set of calls has a stretch of its own.
      const rounds = Math.floor(ahead / requests);
      const before = finished.size() + underWay + (ahead % requests) - requests;
      const last = before < finished.size() ? finished.at(before) : from;
      return Math.max(from, last === undefined ? from : last + stretchMs) + rounds * stretchMs;
    },
    start() {
      underWay += 1;
    },
    finish(now) {
      underWay -= 1;
      finished.add(now);
    },
  };
}
