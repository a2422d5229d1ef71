import { ProviderError } from '../billing/provider-error.ts';
import type { Evidence } from './circuit-breaker.ts';
import { wasNotAsked } from './not-asked.ts';
import type { Reception } from './pace.ts';

/** How a call ended. */
interface EndedCall {
  /** What it ended in; null where all went well. */
  readonly error: unknown;
  /** Whether the request that it was made for had ended. */
  readonly hasEnded: boolean;
  /** Whether the client of that request waited much shorter than it would have been waited for otherwise. */
  readonly isHurried: boolean;
  /** How long the account has said nothing at all, while it was asked. */
  readonly silentMs: number;
}

/** So long a busy account that is well says something. */
const longestSilenceMs = 2_000;

/**
 * What the end of a call says about whether the account is there at all. An answer below 500 says that it is, whatever is
 * in it; no answer, a 5xx and an answer that broke off say that it is not. A call that was given up says nothing, unless
 * the account has said nothing else either for a while: who is in a hurry does not count for others.
 */
export function outcomeOf({ error, hasEnded, isHurried, silentMs }: EndedCall): Evidence['outcome'] {
  if (error === null) return 'good';
  if (!(error instanceof ProviderError) || error.failure === 'too-expensive' || wasNotAsked(error))
    return 'none';
  const reason = error.cause instanceof Error ? error.cause.name : null;
  if (reason === 'AbortError') return 'none';
  if (reason === 'TimeoutError' && hasEnded)
    return !isHurried && silentMs >= longestSilenceMs ? 'bad' : 'none';
  return error.status === null || error.status >= 500 || brokeOff(error) ? 'bad' : 'good';
}

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
  /** What the call ended in; null where all went well. */
  readonly error: unknown;
  readonly now: Date;
  /** The reasons of those 429 that are about another's limit. */
  readonly limitsOfOthers: readonly string[];
}

/** What the end of a call says about when the next may be made. */
export function receptionOf({ error, now, limitsOfOthers }: Reaction): Reception {
  if (error === null) return { kind: 'recognised' };
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
