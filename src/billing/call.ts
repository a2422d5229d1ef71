import type { CallBudget } from './call-budget.ts';

/**
 * What every read and write carries. Adapters may key what they remember by the object: it lasts for one request at
 * most, and each write, what is read after one, and each page of an export have another.
 */
export interface Call {
  /** Aborted when the client has gone, the deadline has passed or the request is answered. */
  readonly signal: AbortSignal;
  /** The time now; the only clock that a mapping may look at. */
  now(): Date;
  /** Every call is counted in it; absent where nothing limits their number (an export). */
  readonly budget?: CallBudget | undefined;
  /** When its request has to be answered, on the clock of `performance.now()`; absent where nothing waits for it. */
  readonly deadline?: number | undefined;
  /** Whether its client waits much shorter than it would be waited for otherwise: what is too slow for it may be well. */
  readonly isHurried?: boolean | undefined;
  /** Whether nobody is looking at a screen until it is answered (an export): those who are go first. */
  readonly background?: boolean | undefined;
  /** Told when its request does not wait any longer for something that is still under way: it takes too much of its time. */
  readonly onTooSlow?: (() => void) | undefined;
  /**
   * Told when a change that was sent is over, and may have happened. That may be long after its request, which has ended
   * without knowing.
   */
  readonly onWritten?: (() => void) | undefined;
}
