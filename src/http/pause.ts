import { longestHeedMs } from './moment.ts';

/** How long an account that answered 429 is left alone. Times are in milliseconds, on any one clock. */
export interface Pause {
  /** When it is over; in the past where there is none. */
  until(): number;
  /** A call that began then was told to come back after so long, or was not told when. */
  begin(call: { readonly startedAt: number; readonly waitMs: number | null }, now: number): void;
  /** Another process was told to stay away until then. */
  extend(until: number): void;
  /** A call that began then was not told to come back later. */
  end(call: { readonly startedAt: number }): void;
}

const ownWait = { first: 500, longest: 30_000 } as const;

/** None yet. */
export function createPause(): Pause {
  let until = Number.NEGATIVE_INFINITY;
  let began = Number.NEGATIVE_INFINITY;
  let inARow = 0;
  return {
    until: () => until,
    begin({ startedAt, waitMs }, now) {
      // Calls that were under way together are told the same thing together.
      if (startedAt >= began) {
        began = now;
        inARow += 1;
      } else if (waitMs === null) return;
      const ownMs = Math.min(ownWait.first * 2 ** (inARow - 1), ownWait.longest);
      until = Math.max(until, now + (waitMs === null ? ownMs : Math.min(waitMs, longestHeedMs)));
    },
    extend(other) {
      until = Math.max(until, other);
    },
    end({ startedAt }) {
      if (startedAt >= began) inARow = 0;
    },
  };
}
