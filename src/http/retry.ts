import { errors } from 'undici';
import type { ProviderError } from '../billing/provider-error.ts';
import { isHandshakeFailure } from './handshake-failure.ts';
import { longestHeedMs } from './moment.ts';
import { wasNotAsked } from './not-asked.ts';

/** Tries of one read, at most, with the first. */
export const mostTries = 3;

/** How often a read that failed like this may be tried again: not where the answer would be the same. */
export function retriesOf(error: ProviderError): number {
  if (wasNotAsked(error)) return 0;
  switch (error.failure) {
    case 'rate-limited':
      return 2;
    case 'unavailable':
      // A certificate does not get better, and who could not be reached in time has taken much of it.
      if (isHandshakeFailure(error.cause)) return 0;
      return error.cause instanceof errors.ConnectTimeoutError ? 1 : 2;
    case 'timed-out':
      return 1;
    case 'bad-response':
      return error.incomplete ? 1 : 0;
    default:
      return 0;
  }
}

/** A try that failed, and what there is for another. */
interface FailedTry {
  readonly error: ProviderError;
  /** Tries so far, this one included. */
  readonly tries: number;
  readonly now: Date;
  /** Milliseconds until its request has to be answered; null where nothing waits for it. */
  readonly leftMs: number | null;
  /** From 0 to 1. */
  readonly random: () => number;
}

const backOff = { first: 100, longest: 1_000 } as const;

/** Less than that is no time to be answered in. */
const leastTryMs = 50;

/** How many milliseconds to wait before the next try; null where there is none. */
export function waitBeforeRetry({ error, tries, now, leftMs, random }: FailedTry): number | null {
  if (tries >= mostTries || tries > retriesOf(error)) return null;
  const jitter = random() * Math.min(backOff.first * 2 ** (tries - 1), backOff.longest);
  const told = error.retryAfter === null ? 0 : error.retryAfter.getTime() - now.getTime();
  const wait = Math.max(jitter, Math.min(told, longestHeedMs));
  return leftMs === null || wait + leastTryMs <= leftMs ? wait : null;
}
