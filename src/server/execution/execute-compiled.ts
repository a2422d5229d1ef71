import { type ExecutionResult, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import type { SelectedOperation } from '../../graphql/pricing/selected-field.ts';
import { createCompiledOperations } from './compiled-operations.ts';

/** Executes a query or a mutation; never throws nor rejects. */
export type ExecuteCompiled = (
  operation: SelectedOperation,
  contextValue: object,
) => ExecutionResult | Promise<ExecutionResult>;

/**
 * Executes operations as they were compiled, where the interpreter would find out again for each field of each row what is
 * selected of it. Throws where operations of the schema cannot be compiled.
 */
export function createExecuteCompiled(schema: GraphQLSchema): ExecuteCompiled {
  if (!isCompilable(schema)) throw new Error('the schema has a type that tells its own values');
  const findCompiled = createCompiledOperations();

  return (selected, contextValue) => {
    const { definition: operation, fragments, variableValues } = selected;
    const execute = findCompiled(selected);
    return execute({ schema, fragments, operation, variableValues, contextValue, rootValue: undefined });
  };
}

/** The types of values have to be told by the type around them, and by nothing else. */
function isCompilable(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).every((type) =>
    isAbstractType(type) ? !!type.resolveType : !(isObjectType(type) && type.isTypeOf),
  );
}
