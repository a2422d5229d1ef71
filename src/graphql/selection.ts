import { collectSubFields } from '@graphql-tools/utils';
import {
  type FieldNode,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
  type GraphQLObjectType,
} from 'graphql';

/**
 * Whether the query selects any of the paths below the field being resolved: a field ("live") or a field of a field
 * ("wallets.live"). Fragments, @skip and @include count as they will in execution.
 */
export function selects(info: GraphQLResolveInfo, ...paths: readonly string[]): boolean {
  const type = getNamedType(info.returnType);
  return paths.some((path) => selectsBelow(info, type, info.fieldNodes, path.split('.')));
}

function selectsBelow(
  info: GraphQLResolveInfo,
  type: unknown,
  nodes: readonly FieldNode[],
  [name, ...rest]: readonly string[],
): boolean {
  if (name === undefined) return true;
  if (!isObjectType(type)) return false;
  const selected = fieldsByName(info, type, nodes).filter((node) => node.name.value === name);
  const field = type.getFields()[name];
  return (
    selected.length > 0 && field !== undefined && selectsBelow(info, getNamedType(field.type), selected, rest)
  );
}

function fieldsByName(
  { schema, fragments, variableValues }: GraphQLResolveInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): readonly FieldNode[] {
  return [...collectSubFields(schema, fragments, variableValues, type, [...nodes]).fields.values()].flat();
}
