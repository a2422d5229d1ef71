import { ProviderError } from '../billing/provider-error.ts';
import type { AccountCall, CallSignal } from './account-call.ts';
import { wasNotAsked } from './not-asked.ts';
import { mostTries, waitBeforeRetry } from './retry.ts';
import { createRetryBudget } from './retry-budget.ts';
import { toTransportError } from './transport-error.ts';

/** Whether a try may use a connection that was kept, or opens one. */
type ConnectionChoice = 'kept' | 'fresh';

/**
 * Tries a read until it goes well, or another try is of no use or not to be had; the last failure is what it ends in, as the
 * ProviderError that it means.
 */
export type RetryReads = <Value>(
  call: AccountCall,
  attempt: (connection: ConnectionChoice) => Promise<Value>,
) => Promise<Value>;

interface RetryOptions {
  readonly provider: string;
  /** Whether the failure only shows that a kept connection had been closed, so that a fresh one helps at once. */
  readonly isStale: (error: unknown) => boolean;
  /** Whether the account would not be asked anyway. */
  readonly isDown: () => boolean;
  /** From 0 to 1. */
  readonly random?: (() => number) | undefined;
}

/** Retries of one account, which share a budget. */
export function createRetryReads({
  provider,
  isStale,
  isDown,
  random = Math.random,
}: RetryOptions): RetryReads {
  const retries = createRetryBudget();

  /** How many milliseconds until the next try; null where there is none. */
  function planRetry(error: ProviderError, tries: number, call: AccountCall): number | null {
    if (isDown()) return null;
    const now = performance.now();
    const leftMs = call.deadline === undefined ? null : call.deadline - now;
    const wait = waitBeforeRetry({ error, tries, now: call.now(), leftMs, random });
    return wait !== null && retries.take(now) && affords(call) ? wait : null;
  }

  function affords({ budget }: AccountCall): boolean {
    try {
      budget?.extend(provider, 1);
      return true;
    } catch (error) {
      if (error instanceof ProviderError) return false;
      throw error;
    }
  }

  async function tryAgain<Value>(
    first: unknown,
    call: AccountCall,
    attempt: (connection: ConnectionChoice) => Promise<Value>,
  ): Promise<Value> {
    if (!(first instanceof ProviderError) || wasNotAsked(first)) throw first;
    retries.addFirstTry(performance.now());
    let connection: ConnectionChoice = 'kept';
    let last = first;
    for (let tries = 1; tries < mostTries && !call.signal.aborted; tries += 1) {
      if (connection === 'kept' && isStale(last) && affords(call)) connection = 'fresh';
      else {
        connection = 'kept';
        const wait = planRetry(last, tries, call);
        if (wait === null) throw last;
        await pause(wait, call.signal);
      }
      try {
        return await attempt(connection);
      } catch (error) {
        if (saysLess(error, last)) throw last;
        if (!(error instanceof ProviderError) || wasNotAsked(error)) throw error;
        last = error;
      }
    }
    throw last;
  }

  return (call, attempt) =>
    attempt('kept').then(
      (value) => {
        retries.addFirstTry(performance.now());
        return value;
      },
      (error: unknown) =>
        tryAgain(error, call, attempt).catch((last: unknown) => {
          throw toTransportError(provider, last);
        }),
    );
}

/** Ends early, with its reason, when the signal aborts. */
function pause(ms: number, signal: CallSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      end();
      reject(signal.reason);
    };
    const end = () => signal.removeEventListener('abort', giveUp);
    const timer = setTimeout(() => {
      end();
      resolve();
    }, ms);
    signal.addEventListener('abort', giveUp);
  });
}

/** A try that was not made leaves the failure of the one before, unless it tells the same and when to come back. */
function saysLess(error: unknown, last: ProviderError): boolean {
  return error instanceof ProviderError && wasNotAsked(error) && error.failure !== last.failure;
}
