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
  const { coerced } = getVariableValues(
    schema,
    definition.variableDefinitions ?? [],
    operation.variableValues ?? {},
    // Each error quotes the value that it is about, and there can be one for each of its keys.
    { maxErrors: 1 },
  );
  return coerced === undefined
    ? null
    : { schema, definition, variableValues: coerced, fragments: fragmentsOf(document) };
}

const fragmentsOf = memoize1(({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> => {
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
});
