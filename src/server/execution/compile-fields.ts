import { collectSubFields } from '@graphql-tools/utils';
import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  isLeafType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { compileArguments } from '../../graphql/compile-arguments.ts';
import { type CompletedField, compileCompletion } from './compile-completion.ts';
import {
  type CompiledField,
  type CompiledFields,
  executeFields,
  toCompiledFields,
} from './execute-fields.ts';
import { type Complete, createFail, createGuardedCompletion, type Fail } from './guarded-completion.ts';
import { isPromise, type Path } from './run.ts';

/** What the fields of an operation are found out from. */
export interface Compilation extends Pick<GraphQLResolveInfo, 'schema' | 'fragments'> {
  /** Those that decide which fields there are; the others may be different in each run. */
  readonly variableValues: Readonly<Record<string, unknown>>;
  /** Told of each field that is compiled. */
  onField(): void;
}

interface SelectedField {
  readonly responseName: string;
  readonly node: FieldNode;
  /** All that have the response name. */
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** The fields that are selected of a type, each response name once, in order. */
export function compileFields(
  parentType: GraphQLObjectType,
  selected: ReadonlyMap<string, readonly FieldNode[]>,
  compilation: Compilation,
): CompiledFields {
  const fields = Array.from(selected).flatMap(([responseName, nodes]) => {
    const [node] = nodes;
    const definition = node && definitionOf(node, parentType, compilation.schema);
    if (node === undefined || definition === undefined) return [];
    compilation.onField();
    if (definition === TypeNameMetaFieldDef) return { responseName, execute: () => parentType.name };
    return compileField({ responseName, node, nodes, parentType, definition }, compilation);
  });
  return toCompiledFields(fields);
}

function definitionOf(
  { name: { value: name } }: FieldNode,
  parentType: GraphQLObjectType,
  schema: GraphQLSchema,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parentType !== schema.getQueryType()) return parentType.getFields()[name];
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  return name === TypeMetaFieldDef.name ? TypeMetaFieldDef : parentType.getFields()[name];
}

/** What compiled fields do with their answers. */
interface Answering {
  readonly pathBelow: (parentPath: Path) => Exclude<Path, undefined>;
  readonly toInfo: CompletedField['toInfo'];
  readonly complete: Complete;
  /** The same, but nothing goes wrong beyond the field. */
  readonly completeGuarded: Complete;
  readonly fail: Fail;
}

function compileField(field: SelectedField, compilation: Compilation): CompiledField {
  const { responseName, nodes, parentType, definition } = field;
  const toInfo = infoOf(field);
  const complete = compileCompletion(definition.type, {
    title: `${parentType.name}.${definition.name}`,
    nodes,
    toInfo,
    completeObject: (type) => completeSelection(type, nodes, compilation),
  });
  const fail = createFail({ nodes, type: definition.type });
  const answering: Answering = {
    pathBelow: (prev) => ({ prev, key: responseName, typename: parentType.name }),
    toInfo,
    complete,
    completeGuarded: createGuardedCompletion(complete, fail),
    fail,
  };
  const execute = compileResolver(field, answering);
  return { responseName, execute: definition.resolve ? execute : compileProperty(field, answering, execute) };
}

/** Fields below are found out when there is a first value, so that it takes no longer than to execute them. */
function completeSelection(
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  compilation: Compilation,
): Complete {
  const { schema, fragments, variableValues } = compilation;
  let fields: CompiledFields | null = null;
  return (value, path, run) => {
    fields ??= compileFields(
      type,
      collectSubFields(schema, fragments, variableValues, type, [...nodes]).fields,
      compilation,
    );
    return executeFields(fields, value, path, run);
  };
}

function infoOf({ nodes, parentType, definition }: SelectedField): CompletedField['toInfo'] {
  const { name: fieldName, type: returnType } = definition;
  // The same in each run, so that what a resolver finds out about it can be kept.
  const fieldNodes = [...nodes];
  return (path, { schema, fragments, operation, variableValues, rootValue }) => {
    if (path === undefined) throw new Error('a field has a place');
    return {
      fieldName,
      fieldNodes,
      returnType,
      parentType,
      path,
      schema,
      fragments,
      rootValue,
      operation,
      variableValues,
    };
  };
}

function compileResolver(
  { node, definition }: SelectedField,
  { pathBelow, toInfo, completeGuarded, fail }: Answering,
): CompiledField['execute'] {
  const resolve = definition.resolve ?? defaultFieldResolver;
  const readArguments = compileArguments(definition, node);
  return (source, parentPath, run) => {
    const path = pathBelow(parentPath);
    let value: unknown;
    try {
      value = resolve(source, readArguments(run.variableValues), run.contextValue, toInfo(path, run));
    } catch (error) {
      return fail(error, path, run);
    }
    return completeGuarded(value, path, run);
  };
}

/** Most fields are properties: these are read without what only a resolver asks for. */
function compileProperty(
  { definition: { name, type } }: SelectedField,
  { pathBelow, complete, completeGuarded, fail }: Answering,
  resolve: CompiledField['execute'],
): CompiledField['execute'] {
  const isLeaf = isLeafType(getNullableType(type));
  return (source, parentPath, run) => {
    const value = isObject(source) ? source[name] : undefined;
    if (typeof value === 'function') return resolve(source, parentPath, run);
    if (!isLeaf || isPromise(value)) return completeGuarded(value, pathBelow(parentPath), run);
    try {
      return complete(value, undefined, run);
    } catch (error) {
      return fail(error, pathBelow(parentPath), run);
    }
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
