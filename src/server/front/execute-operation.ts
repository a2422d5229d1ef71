import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { GraphQLParams, YogaServerInstance } from 'graphql-yoga';
import { selectOperation } from '../../graphql/pricing/select-operation.ts';
import type { SelectedOperation } from '../../graphql/pricing/selected-field.ts';
import { applyRules, type ResultRule } from '../answers/result-rule.ts';
import type { DocumentCache } from '../demand/document-cache.ts';
import { findText } from '../plugins/use-trusted-documents.ts';
import type { AskedContext, RequestContext } from '../request-context.ts';
import { graphPath } from '../requested-work.ts';
import type { RunOperation } from '../run-operation.ts';
import type { TrustedDocuments } from '../trusted-documents.ts';
import { createGraphAnswer, type GraphAnswer } from './graph-answer.ts';

/** What executes operations. */
export interface ExecutionOptions {
  readonly schema: GraphQLSchema;
  /** With all of its plugins that have to do with operations. */
  readonly yoga: Pick<
    YogaServerInstance<Partial<AskedContext>, AskedContext>,
    'getResultForParams' | 'fetchAPI'
  >;
  readonly documents: Pick<DocumentCache, 'findValid'>;
  /** null: clients send their documents. */
  readonly trusted: TrustedDocuments | null;
  readonly run: RunOperation;
  /** What becomes of results before they are written. */
  readonly rules: readonly ResultRule[];
  maskError(error: unknown): GraphQLError;
}

/** What an execution has come to. */
export interface ExecutedAnswer {
  readonly answer: GraphAnswer;
  /** Whether its time was too short for something: who has more may ask again. */
  readonly isCut: boolean;
}

/** Answers operations. */
export interface Execution {
  /** Never rejects. */
  execute(params: GraphQLParams, request: RequestContext): Promise<ExecutedAnswer>;
  /** The answer to one that is not executed. */
  refuse(error: unknown): GraphAnswer;
}

/** From what is asked for to the answer: through Yoga's phases, but for documents that have been through them before. */
export function createExecution(options: ExecutionOptions): Execution {
  const { yoga, run, rules, maskError } = options;
  const toAnswer = (result: ExecutionResult) => createGraphAnswer(applyRules(result, rules), yoga.fetchAPI);
  const refuse = (error: unknown) => toAnswer({ errors: [maskError(error)] });
  // Nothing that is done for an operation asks for anything of it.
  const request = new yoga.fetchAPI.Request(`http://billgraph${graphPath}`, { method: 'POST' });

  async function resultOf(params: GraphQLParams, asked: RequestContext): Promise<ExecutionResult> {
    const operation = findReady(params, options);
    if (operation !== null) {
      const result = await run(operation, asked);
      return result.errors === undefined ? result : { ...result, errors: result.errors.map(maskError) };
    }
    const result = await yoga.getResultForParams({ params, request }, { asked });
    if (result === undefined || Symbol.asyncIterator in result) throw new Error('there is no one result');
    return result;
  }

  async function answerTo(params: GraphQLParams, asked: RequestContext): Promise<GraphAnswer> {
    try {
      return toAnswer(await resultOf(params, asked));
    } catch (error) {
      return refuse(error);
    }
  }

  return {
    async execute(params, asked) {
      const answer = await answerTo(params, asked);
      return { answer, isCut: asked.isCut() };
    },
    refuse,
  };
}

/** The operation, where its document is known to be valid and nothing else is wrong; null: Yoga looks at it. */
function findReady(
  params: GraphQLParams,
  { schema, documents, trusted }: Pick<ExecutionOptions, 'schema' | 'documents' | 'trusted'>,
): SelectedOperation | null {
  if (!areInOrder(params)) return null;
  const text = findText(params, trusted);
  const document = text === null ? null : documents.findValid(text);
  if (document === null) return null;
  const { operationName, variables: variableValues } = params;
  const operation = selectOperation({ schema, document, operationName, variableValues });
  return operation?.definition.operation === 'subscription' ? null : operation;
}

const names: ReadonlySet<string> = new Set(['query', 'operationName', 'variables', 'extensions']);

/** Whether a body has what it may have, and nothing else. */
function areInOrder(params: GraphQLParams): boolean {
  const { query, operationName, variables, extensions } = params;
  return (
    Object.keys(params).every((name) => names.has(name)) &&
    isAbsentOr('string', query) &&
    isAbsentOr('string', operationName) &&
    isAbsentOr('object', variables) &&
    isAbsentOr('object', extensions)
  );
}

function isAbsentOr(type: 'string' | 'object', value: unknown): boolean {
  return value === undefined || value === null || (typeof value === type && !Array.isArray(value));
}
