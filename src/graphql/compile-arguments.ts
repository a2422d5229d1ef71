import { type FieldNode, type GraphQLField, getArgumentValues } from 'graphql';
import { variablesIn } from './pricing/variable-use.ts';

/** The arguments that a field has with these variables; throws a GraphQLError where one is wrong. Nobody may change them. */
export type ReadArguments = (
  variableValues: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>;

const noArguments: Readonly<Record<string, unknown>> = Object.freeze({});

/** How the arguments of a field are read: once for all, where they have no variables. */
export function compileArguments(definition: GraphQLField<unknown, unknown>, node: FieldNode): ReadArguments {
  if (definition.args.length === 0) return () => noArguments;
  if (variablesIn(node.arguments ?? []).length > 0)
    return (variableValues) => getArgumentValues(definition, node, variableValues);
  let values: Readonly<Record<string, unknown>> | null = null;
  return () => {
    values ??= getArgumentValues(definition, node);
    return values;
  };
}
