import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { wasNotAsked } from './not-asked.ts';
import { mostTries, waitBeforeRetry } from './retry.ts';
import { createRetryBudget } from './retry-budget.ts';

/** Whether a try may use a connection that was kept, or opens one. */
type ConnectionChoice = 'kept' | 'fresh';

/** Tries a read until it goes well, or another try is of no use or not to be had; the last failure is what it ends in. */
export type RetryReads = <Value>(
  call: Call,
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
  function planRetry(error: ProviderError, tries: number, call: Call): number | null {
    if (isDown()) return null;
    const now = performance.now();
    const leftMs = call.deadline === undefined ? null : call.deadline - now;
    const wait = waitBeforeRetry({ error, tries, now: call.now(), leftMs, random });
    return wait !== null && retries.take(now) && affords(call) ? wait : null;
  }

  function affords({ budget }: Call): boolean {
    try {
      budget?.extend(provider, 1);
      return true;
    } catch (error) {
      if (error instanceof ProviderError) return false;
      throw error;
    }
  }

  return async (call, attempt) => {
    let connection: ConnectionChoice = 'kept';
    let last: ProviderError | null = null;
    for (let tries = 1; ; tries += 1) {
      try {
        const value = await attempt(connection);
        if (tries === 1) retries.addFirstTry(performance.now());
        return value;
      } catch (error) {
        if (last !== null && saysLess(error, last)) throw last;
        if (!(error instanceof ProviderError) || wasNotAsked(error)) throw error;
        if (tries === 1) retries.addFirstTry(performance.now());
        if (tries === mostTries || call.signal.aborted) throw error;
        last = error;
      }
      if (connection === 'kept' && isStale(last) && affords(call)) {
        connection = 'fresh';
        continue;
      }
      connection = 'kept';
      const wait = planRetry(last, tries, call);
      if (wait === null) throw last;
      await pause(wait, undefined, { signal: call.signal }).catch(() => call.signal.throwIfAborted());
    }
  };
}

/** A try that was not made leaves the failure of the one before, unless it tells the same and when to come back. */
function saysLess(error: unknown, last: ProviderError): boolean {
  return error instanceof ProviderError && wasNotAsked(error) && error.failure !== last.failure;
}
