/** How long an account has said nothing, while it was asked. Times are in milliseconds, on any one clock. */
export interface Silence {
  /** A call leaves whose end will tell something. */
  begin(now: number): void;
  /** The account has said something, good or bad, in answer to a call that is still under way. */
  answer(now: number): void;
  /** A call that began is over; its client may have left before it could tell anything. */
  end(hasLeft: boolean): void;
  ms(now: number): number;
}

/** Nothing asked yet. */
export function createSilence(): Silence {
  let since = Number.POSITIVE_INFINITY;
  let underWay = 0;
  return {
    begin(now) {
      underWay += 1;
      since = Math.min(since, now);
    },
    answer(now) {
      since = underWay > 1 ? now : Number.POSITIVE_INFINITY;
    },
    end(hasLeft) {
      underWay -= 1;
      if (underWay === 0 && hasLeft) since = Number.POSITIVE_INFINITY;
    },
    ms: (now) => now - since,
  };
}
