import { collectSubFields } from '@graphql-tools/utils';
import {
  type FieldNode,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
  type GraphQLObjectType,
} from 'graphql';

/** A field of the query and what is selected below it. */
export type Selection = Pick<
  GraphQLResolveInfo,
  'schema' | 'fragments' | 'variableValues' | 'returnType' | 'fieldNodes'
>;

/**
 * Whether the query selects any of the paths below the field: a field ("live") or a field of a field ("wallets.live").
 * Fragments, @skip and @include count as they will in execution.
 */
export function selects(selection: Selection, ...paths: readonly string[]): boolean {
  const type = getNamedType(selection.returnType);
  return paths.some((path) => selectsBelow(selection, type, selection.fieldNodes, path.split('.')));
}

function selectsBelow(
  selection: Selection,
  type: unknown,
  nodes: readonly FieldNode[],
  [name, ...rest]: readonly string[],
): boolean {
  if (name === undefined) return true;
  if (!isObjectType(type)) return false;
  const selected = [...fieldsBelow(selection, type, nodes).values()]
    .flat()
    .filter((node) => node.name.value === name);
  const field = type.getFields()[name];
  return (
    selected.length > 0 &&
    field !== undefined &&
    selectsBelow(selection, getNamedType(field.type), selected, rest)
  );
}

/** The fields below these nodes, where they turn out to be of this type, by response key. */
export function fieldsBelow(
  { schema, fragments, variableValues }: Selection,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  return collectSubFields(schema, fragments, variableValues, type, [...nodes]).fields;
}
