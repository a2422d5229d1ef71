import { doesFragmentConditionMatch, shouldIncludeNode } from '@graphql-tools/utils';
import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';

/** A field of the query and what is selected below it. */
export type Selection = Pick<
  GraphQLResolveInfo,
  'schema' | 'fragments' | 'variableValues' | 'returnType' | 'fieldNodes'
>;

/**
 * The same as the function finds, found out once for each list of nodes. Where a list comes again, the same is selected
 * below it: a compiled operation has lists of its own for each set of values that decide about fields, and the interpreter
 * makes them anew for each run.
 */
export function oncePerSelection<Found extends object>(
  find: (selection: Selection) => Found,
): (selection: Selection) => Found {
  const known = new WeakMap<readonly FieldNode[], Found>();
  return (selection) => {
    const before = known.get(selection.fieldNodes);
    if (before !== undefined) return before;
    const found = find(selection);
    known.set(selection.fieldNodes, found);
    return found;
  };
}

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
  selection: Selection,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const collected: Collected = { fields: new Map(), fragments: new Set() };
  for (const { selectionSet } of nodes) collect(collected, selection, type, selectionSet?.selections ?? []);
  return collected.fields;
}

interface Collected {
  readonly fields: Map<string, FieldNode[]>;
  /** Each is gone through once: fragments of fragments could make any number of fields. */
  readonly fragments: Set<string>;
}

/**
 * The library's own `collectSubFields` finds the same, at several times the cost: it is asked for every field of a request.
 */
function collect(
  { fields, fragments }: Collected,
  selection: Selection,
  type: GraphQLObjectType,
  nodes: readonly SelectionNode[],
): void {
  const { schema, variableValues } = selection;
  for (const node of nodes) {
    if (node.directives?.length && !shouldIncludeNode(variableValues, node)) continue;
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      const known = fields.get(key);
      if (known === undefined) fields.set(key, [node]);
      else known.push(node);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : unseen(node.name.value);
    if (fragment !== undefined && doesFragmentConditionMatch(schema, fragment, type))
      collect({ fields, fragments }, selection, type, fragment.selectionSet.selections);
  }

  function unseen(name: string) {
    if (fragments.has(name)) return undefined;
    fragments.add(name);
    return selection.fragments[name];
  }
}
