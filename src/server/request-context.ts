import type { Caller } from '../graphql/caller.ts';
import { type Context, createContext, type Providers } from '../graphql/context.ts';
import { createOperationBudget, type OperationBudget } from '../graphql/pricing/operation-budget.ts';
import type { LastKnownAnswers } from '../loaders/last-known-answers.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';

// Made once: a DOMException notes where it was made, which costs more than all the rest of an abort.
const clientHasLeft = new DOMException('the client has left', 'AbortError');
const deadlineHasPassed = new DOMException('the deadline has passed', 'TimeoutError');
const requestIsAnswered = new DOMException('the request is answered', 'AbortError');
const answeredWithoutIt = new DOMException('the request was answered without it', 'TimeoutError');

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
  /** When it has to be answered, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** How long requests are given that do not ask for less. */
  readonly deadlineMs: number;
  readonly onFailure: OnFailure;
  /** Told when something takes too much of its time. */
  readonly onTooSlow?: () => void;
  /** What was read by requests before. */
  readonly lastKnown: LastKnownAnswers;
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
  deadline,
  deadlineMs,
  onFailure,
  onTooSlow,
  lastKnown,
}: RequestContextOptions): RequestContext {
  const controller = new AbortController();
  // Not AbortSignal.any over AbortSignal.timeout: Node 20 may collect that timer before it fires.
  const leave = () => controller.abort(clientHasLeft);
  const giveUp = () => controller.abort(deadlineHasPassed);
  const timer = setTimeout(giveUp, deadline - performance.now());
  request.signal.addEventListener('abort', leave, { once: true });
  if (request.signal.aborted) leave();
  // What came in late is not asked for at all: the timer would fire only after the first calls.
  else if (performance.now() >= deadline) giveUp();

  const budget = createOperationBudget(upstreamCalls);
  const isHurried = deadline - performance.now() < deadlineMs / 2;
  let end = requestIsAnswered;
  const call = {
    signal: controller.signal,
    now: () => new Date(),
    budget,
    deadline,
    isHurried,
    onTooSlow() {
      end = answeredWithoutIt;
      onTooSlow?.();
    },
  };
  const context = createContext({ providers, caller, call, onFailure, lastKnown });
  return {
    ...context,
    budget,
    end() {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', leave);
      controller.abort(end);
    },
  };
}
