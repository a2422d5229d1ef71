import { errors } from 'undici';
import { ProviderError } from '../billing/provider-error.ts';
import type { Evidence } from './circuit-breaker.ts';
import { wasNotAsked } from './not-asked.ts';
import type { Reception } from './pace.ts';

/** How a call that failed ended. */
interface EndedCall {
  /** What it ended in. */
  readonly error: unknown;
  readonly durationMs: number;
  /** Whether the request that it was made for had ended. */
  readonly hasEnded: boolean;
  /** Whether the client of that request waited much shorter than it would have been waited for otherwise. */
  readonly isHurried: boolean;
  /** How long the account has said nothing at all, while it was asked. */
  readonly silentMs: number;
}

/** So long a busy account that is well says something. */
const longestSilenceMs = 2_000;

/** Less than that is no time to be answered in. */
const leastTimeMs = 500;

/**
 * What the failure of a call says about whether the account is there at all. An answer below 500 says that it is,
 * whatever is in it; no answer, a 5xx and an answer that broke off say that it is not. A call that was given up says
 * nothing, unless the account has said nothing else either for a while: who is in a hurry does not count for others.
 */
export function outcomeOf({ error, ...ended }: EndedCall): Evidence['outcome'] {
  if (!(error instanceof ProviderError) || error.failure === 'too-expensive' || wasNotAsked(error))
    return 'none';
  if (hasLeft(error) || error.cause instanceof errors.ClientClosedError) return 'none';
  if (ended.hasEnded && error.cause instanceof Error && error.cause.name === 'TimeoutError')
    return hadItsTime(ended) ? 'bad' : 'none';
  return error.status === null || error.status >= 500 || brokeOff(error) ? 'bad' : 'good';
}

function hadItsTime({ durationMs, isHurried, silentMs }: Omit<EndedCall, 'error'>): boolean {
  return !isHurried && durationMs >= leastTimeMs && silentMs >= longestSilenceMs;
}

/** Whether the call ended because its client did not wait any longer. */
export function hasLeft(error: unknown): boolean {
  return error instanceof ProviderError && error.cause instanceof Error && error.cause.name === 'AbortError';
}

/** What was made of the end of a call. */
export interface Judged {
  readonly outcome: Evidence['outcome'];
  readonly reception: Reception;
}

/** What is made of the end of a call that went well, as most do. */
export const goneWell: Judged = { outcome: 'good', reception: { kind: 'recognised' } };

/** Whether the call ended in something that an operator should know of, be the account there or not. */
export function isTrouble(error: unknown, { outcome, reception }: Judged): error is ProviderError {
  if (!(error instanceof ProviderError)) return false;
  return outcome === 'bad' || reception.kind === 'limited' || troubles.has(error.failure);
}

/** A key that is not good, and answers that nobody understands. */
const troubles: ReadonlySet<ProviderError['failure']> = new Set([
  'unauthenticated',
  'forbidden',
  'bad-response',
]);

/** Whether the account has said anything, good or bad. */
export function hasAnswered(error: unknown): boolean {
  return error === null || (error instanceof ProviderError && error.status !== null);
}

/** Where the connection ended first; an answer that came whole and is half of something is an answer. */
function brokeOff({ incomplete, cause }: ProviderError): boolean {
  return incomplete && cause !== undefined;
}

/** What is needed to tell whether an account was asked too often. */
interface Reaction {
  /** What the call failed with. */
  readonly error: unknown;
  readonly now: Date;
  /** The reasons of those 429 that are about another's limit. */
  readonly limitsOfOthers: readonly string[];
}

/** What the failure of a call says about when the next may be made. */
export function receptionOf({ error, now, limitsOfOthers }: Reaction): Reception {
  if (
    !(error instanceof ProviderError) ||
    error.status === null ||
    error.status >= 500 ||
    error.status === 401
  )
    return { kind: 'silent' };
  const { status, reason, retryAfter } = error;
  if (status !== 429 || (reason !== null && limitsOfOthers.includes(reason))) return { kind: 'recognised' };
  return { kind: 'limited', waitMs: retryAfter === null ? null : retryAfter.getTime() - now.getTime() };
}
