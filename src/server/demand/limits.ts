/** How much requests may ask for. */
export interface Limits {
  /** How deep the fields of an operation may lie within each other, its fragments written out. */
  readonly depth: number;
  /** How many aliases an operation may use, its fragments written out. */
  readonly aliases: number;
  /** How many words and signs a document may have. */
  readonly tokens: number;
  /** How many directives may stand in a document. */
  readonly directives: number;
  /** The size of a body, unpacked. */
  readonly bodyKiB: number;
  /** How many calls to providers one operation may cost. */
  readonly upstreamCalls: number;
  /** How many calls to providers all operations of one caller may cost in a minute; absent: any number. */
  readonly callerUpstreamCallsPerMinute?: number | undefined;
  /** How many requests may be under way at once. */
  readonly requestsInFlight: number;
  /** How late the event loop may be, as a mean of half a second, before requests are refused. */
  readonly eventLoopDelayMs: number;
}

/** What is allowed where nothing else is said. */
export const defaultLimits = {
  depth: 12,
  aliases: 15,
  tokens: 2000,
  directives: 8,
  bodyKiB: 256,
  upstreamCalls: 400,
  requestsInFlight: 1000,
  eventLoopDelayMs: 500,
} as const satisfies Limits;
