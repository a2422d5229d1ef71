import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { CallerRateLimit } from '../demand/caller-rate-limit.ts';
import type { Callers } from '../plugins/use-callers.ts';
import type { Deadlines } from '../plugins/use-deadlines.ts';
import { charge } from '../plugins/use-price.ts';
import { logOperation } from '../plugins/use-request-log.ts';
import type { Execution } from './execute-operation.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { toOperationKey } from './operation-key.ts';
import type { SharedOperation, SharedOperations } from './shared-operations.ts';
import { createWaiters } from './waiters.ts';

/** What operations are answered with. */
export interface AnswerOptions {
  readonly execution: Execution;
  readonly operations: Pick<SharedOperations, 'find' | 'lead'>;
  readonly deadlines: Pick<Deadlines, 'deadlineOf'>;
  readonly callers: Pick<Callers, 'callerOf'>;
  /** null: no caller is charged. */
  readonly rateLimit: CallerRateLimit | null;
  readonly log: Logger;
}

/** A request that has been let in and read. */
interface ReadRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** By which its deadline and its caller are known. */
  readonly context: object;
  readonly params: GraphQLParams;
}

/** Answers a request; what that comes to is not written yet. */
export type AnswerOperation = (read: ReadRequest) => Promise<GraphAnswer>;

/** Waits with those who have asked for the same just before, or executes what is asked for. */
export function createAnswerOperation(options: AnswerOptions): AnswerOperation {
  const { execution, operations, deadlines, callers, rateLimit, log } = options;

  /** The answer that others wait for already; null where it came too late for them, and would not for this client. */
  async function follow({ response, context }: ReadRequest, operation: SharedOperation) {
    const started = performance.now();
    const { name: caller } = callers.callerOf(context);
    const tell = ({ errors }: GraphAnswer) =>
      logOperation(log, { started, operation: operation.name, caller, errors });

    const refusal = await charge(rateLimit, caller, operation.price);
    if (refusal !== null) {
      const refused = execution.refuse(refusal);
      tell(refused);
      return refused;
    }
    // Given up while the caller was charged, it will have come to nothing.
    const answer = operation.waiters.signal.aborted ? null : await waitFor(operation, response);
    if (answer === null || (answer.isCut && performance.now() < deadlines.deadlineOf(context))) {
      await rateLimit?.giveBack(caller, operation.price);
      return null;
    }
    tell(answer);
    return answer;
  }

  function waitFor({ waiters, answer }: SharedOperation, response: ServerResponse) {
    waiters.add(response);
    return answer;
  }

  return async (read) => {
    const { request, response, context, params } = read;
    const { headers } = request;
    const key = toOperationKey({ headers, params, caller: callers.callerOf(context) });
    for (let found = operations.find(key); found !== null; found = operations.find(key)) {
      const answer = await follow(read, found);
      if (answer !== null) return answer;
    }
    const waiters = createWaiters();
    waiters.add(response);
    const execute = () => execution.execute({ params, context, headers, signal: waiters.signal });
    return operations.lead(context, { key, waiters, execute });
  };
}
