import { setMaxListeners } from 'node:events';
import type { Call } from '../billing/call.ts';

/** As much of an AbortSignal as a call needs; one of its own costs a call more than all the rest of it. */
export interface CallSignal extends Pick<AbortSignal, 'aborted' | 'reason' | 'throwIfAborted'> {
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A call as its account sees it, which need not be that of one request. */
export interface AccountCall extends Omit<Call, 'signal'> {
  /** Aborted when nobody waits for the call any more. */
  readonly signal: CallSignal;
}

/**
 * Those who wait for one call. As its signal they abort when the last has left, with that one's reason. A class, since
 * one is made for every read, and closures for each would cost more.
 */
export class Waiters implements CallSignal {
  aborted = false;
  reason: unknown;
  private waiting = 0;
  private listeners: readonly (() => void)[] = [];

  join(): void {
    this.waiting += 1;
  }

  /** One that joined does not wait any longer, for this reason. */
  leave(reason: unknown): void {
    this.waiting -= 1;
    if (this.waiting > 0) return;
    this.aborted = true;
    this.reason = reason;
    for (const tell of this.listeners) tell();
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners = [...this.listeners, listener];
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners = this.listeners.filter((each) => each !== listener);
  }
}

/** Every call of a request listens to its signal; Node takes more than ten listeners for a leak. */
export function listenOften(signal: CallSignal): void {
  if (signal instanceof AbortSignal) setMaxListeners(0, signal);
}
