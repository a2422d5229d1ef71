/** What the load process is to do: one line of JSON. */
export interface LoadJob {
  readonly url: string;
  /** So many connections, each with one request under way at a time. */
  readonly clients: number;
  /** How long requests are sent. */
  readonly seconds: number;
  /** Bodies that are sent one after another over all clients, then again from the first. */
  readonly bodies: readonly string[];
}

/** What came of it: one line of JSON. */
export interface LoadResult {
  readonly requests: number;
  /** Answers that were not 200, or had errors. */
  readonly failures: number;
  /** The first such answer; empty without one. */
  readonly failure: string;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}
