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
}
