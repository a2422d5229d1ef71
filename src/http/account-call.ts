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
 * Lets any number of calls listen to the signal: every call of a request does, and Node takes more than ten listeners for
 * a leak.
 */
export function listenOften(signal: CallSignal): void {
  if (signal instanceof AbortSignal) setMaxListeners(0, signal);
}
