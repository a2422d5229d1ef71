import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** How many upstream calls each caller may cost in a minute. */
export interface CallerRateLimit {
  /** Takes so many calls from what the caller has left; where that is too little nothing is taken, and it tells when to come again. */
  take(caller: string, calls: number): Promise<Date | null>;
  /** Takes what an operation has cost beyond what was taken for it. */
  takeMore(caller: string, calls: number): Promise<void>;
}

const windowSeconds = 60;

/** A limit of so many calls for each caller of this process, in windows of a minute that begin with its first call. */
export function createCallerRateLimit(callsPerMinute: number): CallerRateLimit {
  const limiter = new RateLimiterMemory({ points: callsPerMinute, duration: windowSeconds });
  return {
    async take(caller, calls) {
      if (calls === 0) return null;
      try {
        await limiter.consume(caller, calls);
        return null;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        await limiter.reward(caller, calls);
        return new Date(Date.now() + refusal.msBeforeNext);
      }
    },
    async takeMore(caller, calls) {
      if (calls > 0) await limiter.penalty(caller, calls);
    },
  };
}
