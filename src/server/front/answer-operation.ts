import type { ServerResponse } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { CallerRateLimit } from '../demand/caller-rate-limit.ts';
import { charge } from '../demand/operation-price.ts';
import { logOperation } from '../log-operation.ts';
import type { RequestContext, RequestParts } from '../request-context.ts';
import type { Execution } from './execute-operation.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { type Asker, createAskedOperation } from './operation-key.ts';
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

  function execute(
    { caller, deadline, tellsCalls }: ReadRequest,
    params: GraphQLParams,
    lead: Pick<RequestParts, 'client' | 'onAdmitted'>,
  ) {
    return execution.execute(params, options.openContext({ caller, deadline, tellsCalls, ...lead }));
  }

  return async (read) => {
    const asked = createAskedOperation(read, read.text);
    // What tells of its own calls is executed by itself.
    const find = () => (read.tellsCalls ? null : operations.find(asked));
    for (let found = find(); found !== null; found = find()) {
      const answer = await follow(read, found);
      if (answer !== null) return answer;
    }
    const params = asked.params();
    const client = createWaiters();
    client.add(read.response);
    if (read.tellsCalls) return await execute(read, params, { client });
    return await operations.lead({
      asked,
      waiters: client,
      execute: (onAdmitted) => execute(read, params, { client, onAdmitted }),
    });
  };
}
