/**
 * What every read carries: one object for one GraphQL request. Adapters may key what they remember for the length of
 * the request by it.
 */
export interface Call {
  /** Aborted when the client has gone, the deadline has passed or the request is answered. */
  readonly signal: AbortSignal;
  /** The time now; the only clock that a mapping may look at. */
  now(): Date;
}
