import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { FellowProcesses } from '../fellow-processes.ts';

/** How many upstream calls each caller may cost in a minute. */
export interface CallerRateLimit {
  /** Takes so many calls from what the caller has left; where that is too little nothing is taken, and it tells when to come again. */
  take(caller: string, calls: number): Promise<Date | null>;
  /** Gives back what was taken for an operation that was not executed. */
  giveBack(caller: string, calls: number): Promise<void>;
  /** Takes what an operation has cost beyond what was taken for it. */
  takeMore(caller: string, calls: number): Promise<void>;
}

const windowSeconds = 60;

/** When to come again where nobody could say what is left. */
const unknownMs = 1_000;

/**
 * A limit of so many calls for each caller, in windows of a minute that begin with its first call: of this process, or
 * of all whose calls the limiter counts.
 */
export function createCallerRateLimit(
  callsPerMinute: number,
  createLimiter: FellowProcesses['createLimiter'] = (limit) => new RateLimiterMemory(limit),
): CallerRateLimit {
  const limiter = createLimiter({ points: callsPerMinute, duration: windowSeconds });
  return {
    async take(caller, calls) {
      if (calls === 0) return null;
      try {
        await limiter.consume(caller, calls);
        return null;
      } catch (refusal) {
        // Whoever cannot be counted is not let in: there may be nothing left.
        if (!(refusal instanceof RateLimiterRes)) return new Date(Date.now() + unknownMs);
        await limiter.reward(caller, calls).catch(() => {});
        return new Date(Date.now() + refusal.msBeforeNext);
      }
    },
    async giveBack(caller, calls) {
      if (calls > 0) await limiter.reward(caller, calls).catch(() => {});
    },
    async takeMore(caller, calls) {
      // The answer is there already, whether or not it could be counted.
      if (calls > 0) await limiter.penalty(caller, calls).catch(() => {});
    },
  };
}
