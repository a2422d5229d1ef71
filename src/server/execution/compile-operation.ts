import { collectFields } from '@graphql-tools/utils';
import { type ExecutionResult, GraphQLError, type OperationDefinitionNode } from 'graphql';
import { type Compilation, compileFields } from './compile-fields.ts';
import { type CompiledFields, executeFields, executeFieldsSerially } from './execute-fields.ts';
import { isPromise, type Run } from './run.ts';

/** Executes an operation once; never throws nor rejects. */
export type CompiledOperation = (run: Omit<Run, 'errors'>) => ExecutionResult | Promise<ExecutionResult>;

/**
 * An operation about which everything is found out once that is the same in each run. It gives the answers of the
 * interpreter, which finds it out each time.
 */
export function compileOperation(
  definition: OperationDefinitionNode,
  compilation: Compilation,
): CompiledOperation {
  let fields: CompiledFields | null = null;

  function executeAll(run: Run): unknown {
    fields ??= compileRoot(definition, compilation);
    return definition.operation === 'mutation'
      ? executeFieldsSerially(fields, run.rootValue, run)
      : executeFields(fields, run.rootValue, undefined, run);
  }

  return (given) => {
    const run: Run = { ...given, errors: [] };
    const fail = (error: unknown) => {
      run.errors.push(error instanceof GraphQLError ? error : new GraphQLError(String(error)));
      return toResult(null, run);
    };
    try {
      const data = executeAll(run);
      return isPromise(data)
        ? Promise.resolve(data).then((answer) => toResult(answer, run), fail)
        : toResult(data, run);
    } catch (error) {
      return fail(error);
    }
  };
}

function compileRoot(
  { operation, selectionSet }: OperationDefinitionNode,
  compilation: Compilation,
): CompiledFields {
  const { schema, fragments, variableValues } = compilation;
  const root = schema.getRootType(operation);
  if (!root) throw new GraphQLError(`Schema is not configured to execute ${operation} operation.`);
  const { fields } = collectFields(schema, { ...fragments }, variableValues, root, selectionSet);
  return compileFields(root, fields, compilation);
}

function toResult(answer: unknown, { errors }: Run): ExecutionResult {
  const data = isObject(answer) ? answer : null;
  return errors.length === 0 ? { data } : { errors, data };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
