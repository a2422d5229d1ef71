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

/** Those who wait for one call. */
export interface Waiters {
  /** Aborts when the last has left, with that one's reason. */
  readonly signal: CallSignal;
  join(): void;
  /** One that joined does not wait any longer, for this reason. */
  leave(reason: unknown): void;
}

/** Nobody yet. */
export function createWaiters(): Waiters {
  let waiting = 0;
  let left: { readonly reason: unknown } | null = null;
  let listeners: readonly (() => void)[] = [];
  return {
    signal: {
      get aborted() {
        return left !== null;
      },
      get reason() {
        return left?.reason;
      },
      throwIfAborted() {
        if (left !== null) throw left.reason;
      },
      addEventListener(_type, listener) {
        listeners = [...listeners, listener];
      },
      removeEventListener(_type, listener) {
        listeners = listeners.filter((each) => each !== listener);
      },
    },
    join() {
      waiting += 1;
    },
    leave(reason) {
      waiting -= 1;
      if (waiting > 0) return;
      left = { reason };
      for (const tell of listeners) tell();
    },
  };
}

/** Every call of a request listens to its signal; Node takes more than ten listeners for a leak. */
export function listenOften(signal: CallSignal): void {
  if (signal instanceof AbortSignal) setMaxListeners(0, signal);
}
