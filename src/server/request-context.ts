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
  const controller = new AbortController();
  // Every upstream call of the request listens to it; Node takes more than ten listeners for a leak.
  setMaxListeners(0, controller.signal);

  // Not AbortSignal.any over AbortSignal.timeout: Node 20 may collect that timer before it fires.
  const leave = () => controller.abort(request.signal.reason);
  const giveUp = () => controller.abort(new DOMException('the deadline has passed', 'TimeoutError'));
  const timer = setTimeout(giveUp, deadlineMs);
  request.signal.addEventListener('abort', leave, { once: true });
  if (request.signal.aborted) leave();

  return {
    ...createContext(providers, { signal: controller.signal, now: () => new Date() }),
    end() {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', leave);
      controller.abort(new DOMException('the request is answered', 'AbortError'));
    },
  };
}
