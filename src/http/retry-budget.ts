import { createRecentTimes } from './recent-times.ts';

/** Keeps retries a small part of what an account is asked. Times are in milliseconds, on any one clock. */
export interface RetryBudget {
  /** Counts a call that was made for the first time. */
  addFirstTry(now: number): void;
  /** Takes a retry out of the budget; false where none is left. */
  take(now: number): boolean;
}

const stretchMs = 10_000;
const share = 0.2;

/** Of an account that is hardly asked. */
const alwaysAllowed = 3;

/** A budget of which nothing has been taken. */
export function createRetryBudget(): RetryBudget {
  const firstTries = createRecentTimes(stretchMs);
  const retries = createRecentTimes(stretchMs);
  return {
    addFirstTry: (now) => firstTries.add(now),
    take(now) {
      const allowed = Math.max(alwaysAllowed, Math.floor(share * firstTries.count(now)));
      if (retries.count(now) >= allowed) return false;
      retries.add(now);
      return true;
    },
  };
}
