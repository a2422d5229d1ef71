import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { LastKnownAnswers } from '../loaders/last-known-answers.ts';
import type { NamedCustomers } from '../loaders/write-marks.ts';

/** So many points for each key in so many seconds. */
interface CountedLimit {
  readonly points: number;
  readonly duration: number;
}

/** The processes that serve the same port beside this one, and what it has in common with them. */
export interface FellowProcesses {
  /** Counts for all of them together. It may fail with another error than that there are no points left. */
  readonly createLimiter: (limit: CountedLimit) => RateLimiterAbstract;
  /** Tells the others what was written here. */
  readonly tellWritten: (written: NamedCustomers) => void;
  /** Tells, from now on, what the others have written. */
  readonly listenForWritten: (listener: (written: NamedCustomers) => void) => void;
}

/** The same answers, which are dropped when another process has written as well. */
export function forgetTogether(
  known: LastKnownAnswers,
  fellows: FellowProcesses | undefined,
): LastKnownAnswers {
  if (fellows === undefined) return known;
  fellows.listenForWritten(known.forget);
  return {
    ...known,
    forget(written) {
      known.forget(written);
      fellows.tellWritten(written);
    },
  };
}
