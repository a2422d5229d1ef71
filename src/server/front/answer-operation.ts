import type { ServerResponse } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { CallerRateLimit } from '../demand/caller-rate-limit.ts';
import { charge } from '../demand/operation-price.ts';
import { logOperation } from '../log-operation.ts';
import { toParams } from '../plugins/use-json-bodies.ts';
import type { RequestContext, RequestParts } from '../request-context.ts';
import type { Execution } from './execute-operation.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { type Asker, toParamsKey, toTextKey } from './operation-key.ts';
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

/** A request that has been let in and read. */
interface ReadRequest extends Asker {
  readonly response: ServerResponse;
  /** When it has to be answered, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Whether its answer tells what was asked for it. */
  readonly tellsCalls: boolean;
  /** The body. */
  readonly text: string;
}

/** Answers a request; what that comes to is not written yet. Rejects with the error to answer where the body asks for nothing. */
export type AnswerOperation = (read: ReadRequest) => Promise<GraphAnswer>;

/** Waits with those who have asked for the same just before, or executes what is asked for. */
export function createAnswerOperation(options: AnswerOptions): AnswerOperation {
  const { execution, operations, rateLimit, log } = options;

  /** The answer that others wait for already; null where it came too late for them, and would not for this client. */
  async function follow(
    { response, caller: { name: caller }, deadline }: ReadRequest,
    operation: SharedOperation,
  ) {
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
    const answer = operation.waiters.areGone ? null : await waitFor(operation, response);
    if (answer === null || (answer.isCut && performance.now() < deadline)) {
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

  function lead(
    { response, caller, deadline, tellsCalls }: ReadRequest,
    params: GraphQLParams,
    keys: readonly string[],
  ) {
    const waiters = createWaiters();
    waiters.add(response);
    return operations.lead({
      keys,
      waiters,
      execute(onAdmitted) {
        const parts = { caller, client: waiters, deadline, tellsCalls, onAdmitted };
        return execution.execute(params, options.openContext(parts));
      },
    });
  }

  return async (read) => {
    // What tells of its own calls is answered by itself.
    if (read.tellsCalls) return lead(read, toParams(read.text), []);
    const textKey = toTextKey(read, read.text);
    for (;;) {
      let found = operations.find(textKey);
      if (found === null) {
        const params = toParams(read.text);
        const paramsKey = toParamsKey(read, params);
        found = paramsKey === null ? null : operations.find(paramsKey);
        if (found === null) return lead(read, params, paramsKey === null ? [textKey] : [textKey, paramsKey]);
      }
      const answer = await follow(read, found);
      if (answer !== null) return answer;
    }
  };
}
