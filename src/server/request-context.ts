import type { CallBudget } from '../billing/call-budget.ts';
import type { Caller } from '../graphql/caller.ts';
import { type Context, createContext, type Providers } from '../graphql/context.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';

/** The context of one HTTP request. */
export interface RequestContext extends Context {
  /** Stops what is still under way upstream. */
  end(): void;
}

/** What a request's context is made of. */
interface RequestContextOptions {
  readonly providers: Providers;
  readonly caller: Caller;
  readonly budget: CallBudget;
  readonly request: { readonly signal: AbortSignal };
  readonly deadlineMs: number;
  readonly onFailure: OnFailure;
}

/**
 * A context whose upstream calls stop when the client leaves, when the deadline has passed, or when `end` is called,
 * whichever comes first.
 */
export function createRequestContext({
  providers,
  caller,
  budget,
  request,
  deadlineMs,
  onFailure,
}: RequestContextOptions): RequestContext {
  const controller = new AbortController();
  // Not AbortSignal.any over AbortSignal.timeout: Node 20 may collect that timer before it fires.
  const leave = () => controller.abort(new DOMException('the client has left', 'AbortError'));
  const giveUp = () => controller.abort(new DOMException('the deadline has passed', 'TimeoutError'));
  const timer = setTimeout(giveUp, deadlineMs);
  request.signal.addEventListener('abort', leave, { once: true });
  if (request.signal.aborted) leave();

  const call = { signal: controller.signal, now: () => new Date(), budget };
  const context = createContext({ providers, caller, call, onFailure });
  return {
    ...context,
    end() {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', leave);
      controller.abort(new DOMException('the request is answered', 'AbortError'));
    },
  };
}
