import { collectFields } from '@graphql-tools/utils';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import { fieldsBelow, type Selection } from '../selection.ts';

/** A field that execution would resolve. */
export interface SelectedField extends Selection {
  /** The name of the object type that it belongs to. */
  readonly parent: string;
  readonly name: string;
  /** As the resolver gets them. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** An operation whose variables are in order. */
export interface SelectedOperation {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variableValues: Readonly<Record<string, unknown>>;
  readonly definition: OperationDefinitionNode;
}

/** A field of an operation's root, whatever it is given. */
interface RootSelection {
  readonly definition: GraphQLField<unknown, unknown>;
  /** The one that tells its arguments. */
  readonly node: FieldNode;
  readonly below: Selection;
}

/** The fields of the operation's root, each response key once, in order. */
export function rootSelections({
  schema,
  fragments,
  variableValues,
  definition: { operation, selectionSet },
}: SelectedOperation): readonly RootSelection[] {
  const root = schema.getRootType(operation);
  if (!root) return [];
  const { fields } = collectFields(schema, { ...fragments }, variableValues, root, selectionSet);
  return [...fields.values()].flatMap((fieldNodes) => {
    const [node] = fieldNodes;
    const definition = root.getFields()[node?.name.value ?? ''];
    if (node === undefined || definition === undefined) return [];
    const below = { schema, fragments, variableValues, returnType: definition.type, fieldNodes };
    return { definition, node, below };
  });
}

/** The fields below a field, each response key once; of whatever type the answer may turn out to be. */
export function selectedBelow(field: Selection): readonly SelectedField[] {
  const type = getNamedType(field.returnType);
  const types = isAbstractType(type) ? field.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  return types.flatMap((possible) =>
    toSelectedFields(field, possible, fieldsBelow(field, possible, field.fieldNodes)),
  );
}

function toSelectedFields(
  { schema, fragments, variableValues }: Pick<Selection, 'schema' | 'fragments' | 'variableValues'>,
  parent: GraphQLObjectType,
  fields: ReadonlyMap<string, readonly FieldNode[]>,
): readonly SelectedField[] {
  return [...fields.values()].flatMap((fieldNodes) => {
    const [node] = fieldNodes;
    const definition = parent.getFields()[node?.name.value ?? ''];
    if (node === undefined || definition === undefined) return [];
    const values = readArguments(definition, node, variableValues);
    if (values === null) return [];
    const { name, type: returnType } = definition;
    return {
      schema,
      fragments,
      variableValues,
      parent: parent.name,
      name,
      arguments: values,
      returnType,
      fieldNodes,
    };
  });
}

/** The arguments of a field; null where they are not in order: execution will say so, and resolve nothing. */
export function readArguments(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variableValues: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  try {
    return getArgumentValues(definition, node, variableValues);
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}
