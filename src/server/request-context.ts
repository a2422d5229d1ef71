import type { Call } from '../billing/call.ts';
import type { Caller } from '../graphql/caller.ts';
import { type Context, createContext, type Providers } from '../graphql/context.ts';
import type { FormatMoney } from '../graphql/format-money.ts';
import { createOperationBudget, type OperationBudget } from '../graphql/pricing/operation-budget.ts';
import type { LastKnownAnswers } from '../loaders/last-known-answers.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';
import { createRequestSignal, type RequestSignal } from './request-signal.ts';

const requestIsAnswered = new DOMException('the request is answered', 'AbortError');
const answeredWithoutIt = new DOMException('the request was answered without it', 'TimeoutError');

/** The header, with the value 1, by which a client asks to be told what is asked for its answer. */
export const debugHeader = 'x-billgraph-debug';

/** An operation that nothing refuses any more. */
export interface AdmittedOperation {
  /** null: it has none. */
  readonly name: string | null;
  readonly isQuery: boolean;
  /** In calls to providers, as foreseen. */
  readonly price: number;
}

/** What goes with one operation from beginning to end. */
export interface RequestContext {
  /** What its resolvers get. */
  readonly context: Context;
  /** Counts every upstream call. */
  readonly budget: OperationBudget;
  /** Whether the answer tells what was asked for it. */
  readonly tellsCalls: boolean;
  /** Told when the operation is about to be executed; absent: nobody wants to know. */
  readonly onAdmitted?: ((operation: AdmittedOperation) => void) | undefined;
  /** Whether its time was too short for something: one who has asked later might have got more. */
  isCut(): boolean;
  /** Stops what is still under way upstream. */
  end(): void;
}

/** What Yoga's context of an operation has for us. */
export interface AskedContext {
  readonly asked: RequestContext;
}

/** What differs from request to request. */
export interface RequestParts extends Pick<RequestContext, 'tellsCalls' | 'onAdmitted'> {
  readonly caller: Caller;
  /** Its signal is aborted when the client has left; made, where it is, when there is something that can be stopped. */
  readonly client: { readonly signal: AbortSignal };
  /** When it has to be answered, on the clock of `performance.now()`. */
  readonly deadline: number;
}

/** What requests have in common. */
export interface RequestSurroundings {
  readonly providers: Providers;
  /** How many upstream calls each may make. */
  readonly upstreamCalls: number;
  /** How long requests are given that do not ask for less. */
  readonly deadlineMs: number;
  readonly onFailure: OnFailure;
  /** What was read by requests before. */
  readonly lastKnown: LastKnownAnswers;
  /** Shows amounts to people. */
  readonly formatMoney: FormatMoney;
}

/**
 * A context whose upstream calls stop when the client leaves, when the deadline has passed, or when `end` is called,
 * whichever comes first.
 */
export function createRequestContext(
  { providers, upstreamCalls, deadlineMs, onFailure, lastKnown, formatMoney }: RequestSurroundings,
  { caller, client, deadline, tellsCalls, onAdmitted }: RequestParts,
): RequestContext {
  const budget = createOperationBudget(upstreamCalls);
  const isHurried = deadline - performance.now() < deadlineMs / 2;
  let isTooSlow = false;
  let stop: RequestSignal | null = null;
  let isEnded = false;

  function openCall(): Call {
    stop = createRequestSignal({ client, deadline });
    if (isEnded) stop.end(requestIsAnswered);
    return {
      signal: stop.signal,
      now: () => new Date(),
      budget,
      deadline,
      isHurried,
      onTooSlow() {
        isTooSlow = true;
      },
    };
  }

  const context = createContext({ providers, caller, openCall, onFailure, lastKnown, formatMoney });
  return {
    context,
    budget,
    tellsCalls,
    onAdmitted,
    isCut: () => isTooSlow || performance.now() >= deadline,
    end() {
      isEnded = true;
      stop?.end(isTooSlow ? answeredWithoutIt : requestIsAnswered);
      context.release();
    },
  };
}
