import {
  type FieldNode,
  GraphQLError,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type Complete, createFail, createGuardedCompletion } from './guarded-completion.ts';
import { isPromise, type Path, type Run } from './run.ts';

/** The field whose answer is completed. */
export interface CompletedField {
  /** "Type.field", as errors name it. */
  readonly title: string;
  readonly nodes: readonly FieldNode[];
  /** What its resolver is told. */
  toInfo(path: Path, run: Run): GraphQLResolveInfo;
  /** Completes an object with what is selected of it. */
  completeObject(type: GraphQLObjectType): Complete;
}

/** How values of a type are completed, worked out once. */
export function compileCompletion(type: GraphQLOutputType, field: CompletedField): Complete {
  if (!isNonNullType(type)) return exceptNothing(compileNullable(type, field), () => null);
  return exceptNothing(compileNullable(type.ofType, field), () => {
    throw new Error(`Cannot return null for non-nullable field ${field.title}.`);
  });
}

/** A resolver may answer with an error instead of throwing it. */
function exceptNothing(complete: Complete, completeNothing: () => null): Complete {
  return (value, path, run) => {
    if (value instanceof Error) throw value;
    return value === null || value === undefined ? completeNothing() : complete(value, path, run);
  };
}

function compileNullable(type: GraphQLOutputType, field: CompletedField): Complete {
  if (isListType(type)) return compileList(type.ofType, field);
  if (isLeafType(type)) return compileLeaf(type);
  if (isAbstractType(type)) return compileAbstract(type, field);
  if (isNonNullType(type)) throw new Error('a type is non-null once at most');
  return field.completeObject(type);
}

function compileLeaf(type: GraphQLLeafType): Complete {
  return (value) => {
    const serialized = serialize(type, value);
    if (serialized === null || serialized === undefined) {
      throw new Error(`Expected \`${type.name}.serialize\` to return a non-nullable value.`);
    }
    return serialized;
  };
}

/** What is wrong with our own value is a mistake of our own, and no message for clients. */
function serialize(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.serialize(value);
  } catch (error) {
    throw error instanceof GraphQLError ? new Error(error.message) : error;
  }
}

function compileList(itemType: GraphQLOutputType, field: CompletedField): Complete {
  const complete = createGuardedCompletion(
    compileCompletion(itemType, field),
    createFail({ nodes: field.nodes, type: itemType }),
  );
  return (list, path, run) => {
    if (!isIterable(list)) {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${field.title}".`);
    }
    let isComplete = true;
    const values: readonly unknown[] = Array.isArray(list) ? list : Array.from(list);
    const items = values.map((value, key) => {
      const item = complete(value, { prev: path, key, typename: undefined }, run);
      if (isPromise(item)) isComplete = false;
      return item;
    });
    return isComplete ? items : Promise.all(items);
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function compileAbstract(type: GraphQLAbstractType, field: CompletedField): Complete {
  const { resolveType } = type;
  if (!resolveType) throw new Error(`${type.name} does not tell its types apart`);
  const completions = new Map<unknown, Complete>();

  function completionOf(name: unknown, run: Run): Complete {
    const known = completions.get(name);
    if (known !== undefined) return known;
    const possible = run.schema.getPossibleTypes(type).find((each) => each.name === name);
    if (possible === undefined) throw impossibleType(type, name);
    const completion = field.completeObject(possible);
    completions.set(name, completion);
    return completion;
  }

  return (value, path, run) => {
    const name = resolveType(value, run.contextValue, field.toInfo(path, run), type);
    return isPromise(name)
      ? name.then((resolved) => completionOf(resolved, run)(value, path, run))
      : completionOf(name, run)(value, path, run);
  };
}

function impossibleType({ name }: GraphQLAbstractType, resolved: unknown): GraphQLError {
  return new GraphQLError(`Runtime Object type "${resolved}" is not a possible type for "${name}".`);
}
