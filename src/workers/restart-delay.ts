/** How long to wait before a worker is replaced. */
export interface RestartDelay {
  /** In milliseconds, after one that has lived for so long. */
  next(livedMs: number): number;
}

const delayMs = { first: 100, longest: 10_000 } as const;

/** Whoever lives for so long has not failed at its start. */
const longLifeMs = 60_000;

/** Doubles as long as workers end soon after they began. */
export function createRestartDelay(): RestartDelay {
  let inARow = 0;
  return {
    next(livedMs) {
      inARow = livedMs >= longLifeMs ? 1 : inARow + 1;
      return Math.min(delayMs.first * 2 ** (inARow - 1), delayMs.longest);
    },
  };
}
