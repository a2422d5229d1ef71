import type { Caller } from '../graphql/caller.ts';
import { type Context, createContext, type Providers } from '../graphql/context.ts';
import { createOperationBudget, type OperationBudget } from '../graphql/pricing/operation-budget.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';

/** The context of one HTTP request. */
export interface RequestContext extends Context {
  /** Counts every upstream call. */
  readonly budget: OperationBudget;
  /** Stops what is still under way upstream. */
  end(): void;
}

/** What a request's context is made of. */
interface RequestContextOptions {
  readonly providers: Providers;
  readonly caller: Caller;
  /** How many upstream calls it may make. */
  readonly upstreamCalls: number;
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
  upstreamCalls,
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

  const budget = createOperationBudget(upstreamCalls);
  const call = { signal: controller.signal, now: () => new Date(), budget };
  const context = createContext({ providers, caller, call, onFailure });
  return {
    ...context,
    budget,
    end() {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', leave);
      controller.abort(new DOMException('the request is answered', 'AbortError'));
    },
  };
}
