import type { IncomingHttpHeaders } from 'node:http';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { GraphQLParams, YogaServerInstance } from 'graphql-yoga';
import { applyRules, type ResultRule } from '../answers/result-rule.ts';
import type { Deadlines } from '../plugins/use-deadlines.ts';
import type { RequestContext } from '../request-context.ts';
import { graphPath } from '../requested-work.ts';
import { createGraphAnswer, type GraphAnswer } from './graph-answer.ts';

/** What executes operations. */
export interface ExecutionOptions {
  /** With all of its plugins that have to do with operations. */
  readonly yoga: Pick<YogaServerInstance<object, RequestContext>, 'getResultForParams' | 'fetchAPI'>;
  readonly deadlines: Pick<Deadlines, 'isCut'>;
  /** What becomes of results before they are written. */
  readonly rules: readonly ResultRule[];
  maskError(error: unknown): GraphQLError;
}

/** What an execution has come to. */
export interface ExecutedAnswer extends GraphAnswer {
  /** Whether its time was too short for something: who has more may ask again. */
  readonly isCut: boolean;
}

/** An operation, and whom it is executed for. */
interface AskedOperation {
  readonly params: GraphQLParams;
  /** By which the deadline and the caller are known. */
  readonly context: object;
  readonly headers: IncomingHttpHeaders;
  /** Aborted when nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/** Answers operations. */
export interface Execution {
  /** Never rejects. */
  execute(asked: AskedOperation): Promise<ExecutedAnswer>;
  /** The answer to one that is not executed. */
  refuse(error: unknown): GraphAnswer;
}

/** Yoga's phases of an operation, from what is asked for to the answer. */
export function createExecution({ yoga, deadlines, rules, maskError }: ExecutionOptions): Execution {
  const toAnswer = (result: ExecutionResult) => createGraphAnswer(applyRules(result, rules), yoga.fetchAPI);
  const refuse = (error: unknown) => toAnswer({ errors: [maskError(error)] });

  async function answer({ params, context, headers, signal }: AskedOperation): Promise<GraphAnswer> {
    const request = new yoga.fetchAPI.Request(url, { method: 'POST', headers: toRecord(headers), signal });
    try {
      const result = await yoga.getResultForParams({ params, request }, context);
      if (result === undefined || Symbol.asyncIterator in result) throw new Error('there is no one result');
      return toAnswer(result);
    } catch (error) {
      return refuse(error);
    }
  }

  return {
    async execute(asked) {
      const answered = await answer(asked);
      return { ...answered, isCut: deadlines.isCut(asked.context) };
    },
    refuse,
  };
}

/** Nothing that is done for an operation asks for the host. */
const url = `http://billgraph${graphPath}`;

function toRecord(headers: IncomingHttpHeaders): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') record[name] = value;
  return record;
}
