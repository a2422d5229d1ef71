import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { selectOperation } from '../../src/graphql/pricing/select-operation.ts';
import { createCompiledOperations } from '../../src/server/execution/compiled-operations.ts';

/** A result as whoever comes after the execution sees it. */
interface Seen {
  /** With its keys in their order. */
  readonly data: string;
  /** Sorted: of fields that are executed at the same time, nobody says which fails first. */
  readonly errors: readonly string[];
  /**
   * The same, but of a place that is null because of something below it only that: an execution that has to give up a
   * place may or may not hear of what else was under way below it.
   */
  readonly settledErrors: readonly string[];
}

/** How an operation is executed. */
export type Way = 'interpreted' | 'compiled';

/** Executes an operation in both ways; null where it is not to be executed. What it needs is made anew for each. */
export type ExecuteBoth = (
  createArguments: (way: Way) => ExecutionArgs,
) => Promise<{ readonly interpreted: Seen; readonly compiled: Seen } | null>;

/** What Yoga's interpreter answers to the operations of a schema, and what their compiled forms do. */
export function createExecuteBoth(schema: GraphQLSchema): ExecuteBoth {
  const { execute: interpret } = createYoga({ schema, maskedErrors: false, logging: false }).getEnveloped({});
  const findCompiled = createCompiledOperations();

  return async (createArguments) => {
    const { contextValue, rootValue, ...given } = createArguments('compiled');
    const selected = selectOperation(given);
    if (selected === null) return null;
    const { definition: operation, fragments, variableValues } = selected;
    const compiled = await findCompiled(selected)({
      schema,
      operation,
      fragments: { ...fragments },
      variableValues: { ...variableValues },
      contextValue,
      rootValue,
    });
    return { interpreted: see(await interpret(createArguments('interpreted'))), compiled: see(compiled) };
  };
}

function see({ data = null, errors = [] }: ExecutionResult): Seen {
  const told = errors.map((error) => {
    const text = JSON.stringify({ ...error.toJSON(), cause: error.originalError?.constructor.name });
    const path = error.path ?? [];
    const depth = depthOfNull(data, path);
    return { text, settled: depth < path.length ? `null at ${path.slice(0, depth).join('.')}` : text };
  });
  return {
    data: JSON.stringify(data),
    errors: told.map(({ text }) => text).sort(),
    settledErrors: [...new Set(told.map(({ settled }) => settled))].sort(),
  };
}

/** How many steps of a path there are before the answer is null. */
function depthOfNull(data: unknown, [key, ...below]: readonly (string | number)[]): number {
  if (typeof data !== 'object' || data === null || key === undefined) return 0;
  return 1 + depthOfNull(Object.entries(data).find(([name]) => name === String(key))?.[1], below);
}
