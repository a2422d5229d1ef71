import { collectFields } from '@graphql-tools/utils';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
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

/** The fields of the operation's root, each response key once, in order. */
export function rootFields(operation: SelectedOperation): readonly SelectedField[] {
  const { schema, fragments, variableValues, definition } = operation;
  const root = schema.getRootType(definition.operation);
  if (!root) return [];
  const { fields } = collectFields(schema, { ...fragments }, variableValues, root, definition.selectionSet);
  return toSelectedFields(operation, root, fields);
}

/** The fields below a field, each response key once; of whatever type the answer may turn out to be. */
export function selectedBelow(field: SelectedField): readonly SelectedField[] {
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
    const values = argumentsOf(() => getArgumentValues(definition, node, variableValues));
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

/** null where they are not in order: execution will say so, and resolve nothing. */
function argumentsOf(
  read: () => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}
