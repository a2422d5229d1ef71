import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { selectOperation } from '../../graphql/pricing/select-operation.ts';
import { createCompiledOperations } from './compiled-operations.ts';

/**
 * Executes operations as they were compiled, where the interpreter would find out again for each field of each row what is
 * selected of it. Belongs behind whatever may stop an execution.
 */
export function useCompiledExecution(): Plugin {
  const findCompiled = createCompiledOperations();
  const compilable = new WeakMap<GraphQLSchema, boolean>();

  return {
    onExecute({ args, setExecuteFn }) {
      const { schema, contextValue, rootValue } = args;
      const known = compilable.get(schema) ?? isCompilable(schema);
      compilable.set(schema, known);
      const selected = known ? selectOperation(args) : null;
      // What is not in order is told by the interpreter.
      if (selected === null || selected.definition.operation === 'subscription') return;
      const { definition: operation, fragments, variableValues } = selected;
      const execute = findCompiled(selected);
      setExecuteFn(() =>
        execute({
          schema,
          fragments: { ...fragments },
          operation,
          variableValues: { ...variableValues },
          contextValue,
          rootValue,
        }),
      );
    },
  };
}

/** The types of values have to be told by the type around them, and by nothing else. */
function isCompilable(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).every((type) =>
    isAbstractType(type) ? !!type.resolveType : !(isObjectType(type) && type.isTypeOf),
  );
}
