import { memoize1 } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type ExecutionArgs,
  type FragmentDefinitionNode,
  getOperationAST,
  getVariableValues,
  Kind,
} from 'graphql';
import type { SelectedOperation } from './selected-field.ts';

/** An operation that is valid and about to be executed. */
type Operation = Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>;

/** The operation that is to be executed; null where there is none, or its variables are not in order. */
export function selectOperation(operation: Operation): SelectedOperation | null {
  const { schema, document, operationName } = operation;
  const definition = getOperationAST(document, operationName);
  if (!definition) return null;
  const { variableDefinitions = [] } = definition;
  const variableValues =
    variableDefinitions.length === 0
      ? noValues
      : // Each error quotes the value that it is about, and there can be one for each of its keys.
        getVariableValues(schema, variableDefinitions, operation.variableValues ?? {}, { maxErrors: 1 })
          .coerced;
  return variableValues === undefined
    ? null
    : { schema, definition, variableValues, fragments: fragmentsOf(document) };
}

const noValues = {};

const fragmentsOf = memoize1(({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> => {
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
});
