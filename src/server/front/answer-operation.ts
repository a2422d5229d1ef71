import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { CallerRateLimit } from '../demand/caller-rate-limit.ts';
import { charge } from '../demand/operation-price.ts';
import { logOperation } from '../log-operation.ts';
import type { RequestContext, RequestParts } from '../request-context.ts';
import type { Execution } from './execute-operation.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { type AskedOperation, type Asker, createAskedOperation } from './asked-operation.ts';
import type { SharedOperation, SharedOperations } from './shared-operations.ts';
import { createWaiters } from './waiters.ts';

/** What operations are answered with. */
export interface AnswerOptions {
  readonly execution: Execution;
  readonly operations: Pick<SharedOperations, 'find' | 'lead'>;
  /** null: no caller is charged. */
  readonly rateLimit: CallerRateLimit | null;
  readonly log: Logger;
  /** Makes the context of an operation that is executed. */
  openContext(parts: RequestParts): RequestContext;
}

/** A request that has been let in. */
export interface LetIn extends Asker {
  readonly response: ServerResponse;
  /** When it has to be answered, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Whether its answer tells what was asked for it. */
  readonly tellsCalls: boolean;
}

/**
 * Answers a request with this body; what that comes to is not written yet. Rejects with the error to answer where it asks
 * for nothing.
 */
export type AnswerOperation = (letIn: LetIn, body: string) => Promise<GraphAnswer>;

/** Waits with those who have asked for the same just before, or executes what is asked for. */
export function createAnswerOperation(options: AnswerOptions): AnswerOperation {
  const { execution, operations, rateLimit, log } = options;

  /** The answer that others wait for already; null where it came too late for them, and would not for this client. */
  async function follow({ response, caller: { name: caller }, deadline }: LetIn, operation: SharedOperation) {
    const started = performance.now();
    const tell = ({ errors }: GraphAnswer) =>
      logOperation(log, { started, operation: operation.name, caller, errors });

    const refusal = rateLimit === null ? null : await charge(rateLimit, caller, operation.price);
    if (refusal !== null) {
      const refused = execution.refuse(refusal);
      tell(refused);
      return refused;
    }
    // Given up while the caller was charged, it will have come to nothing.
    const executed = operation.waiters.areGone ? null : await waitFor(operation, response);
    if (executed === null || (executed.isCut && performance.now() < deadline)) {
      await rateLimit?.giveBack(caller, operation.price);
      return null;
    }
    tell(executed.answer);
    return executed.answer;
  }

  function waitFor({ waiters, answer }: SharedOperation, response: ServerResponse) {
    waiters.add(response);
    return answer;
  }

  async function lead(
    { response, caller, deadline, tellsCalls }: LetIn,
    asked: AskedOperation,
  ): Promise<GraphAnswer> {
    const params = asked.params();
    const waiters = createWaiters();
    waiters.add(response);
    const execute = (onAdmitted?: RequestContext['onAdmitted']) =>
      execution.execute(
        params,
        options.openContext({ caller, client: waiters, deadline, tellsCalls, onAdmitted }),
      );
    const { answer } = await (tellsCalls ? execute() : operations.lead({ asked, waiters, execute }));
    return answer;
  }

  return async (letIn, body) => {
    const asked = createAskedOperation(letIn, body);
    // What tells of its own calls is executed by itself.
    const find = () => (letIn.tellsCalls ? null : operations.find(asked));
    for (let found = find(); found !== null; found = find()) {
      const answer = await follow(letIn, found);
      if (answer !== null) return answer;
    }
    return await lead(letIn, asked);
  };
}
