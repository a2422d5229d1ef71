import { setMaxListeners } from 'node:events';
import { type Context, createContext, type Providers } from '../graphql/context.ts';

/** The context of one HTTP request. */
export interface RequestContext extends Context {
  /** Stops what is still under way upstream. */
  end(): void;
}

/**
 * A context whose upstream calls stop when the client leaves, when the deadline has passed, or when `end` is called,
 * whichever comes first.
 */
export function createRequestContext(
  providers: Providers,
  request: { readonly signal: AbortSignal },
  deadlineMs: number,
): RequestContext {
  const ended = new AbortController();
  const signal = AbortSignal.any([request.signal, ended.signal, AbortSignal.timeout(deadlineMs)]);
  // Every upstream call of the request listens to it; Node takes more than ten listeners for a leak.
  setMaxListeners(0, signal);
  const call = { signal, now: () => new Date() };
  return { ...createContext(providers, call), end: () => ended.abort() };
}
