import { type FieldNode, GraphQLError, type GraphQLObjectType, isObjectType } from 'graphql';
import type { ProviderKey, ProviderLoader } from '../loaders/provider-loader.ts';
import { compileArguments, type ReadArguments } from './compile-arguments.ts';
import type { Context } from './context.ts';
import { childLoaders } from './customer-children.ts';
import { fieldsBelow, oncePerSelection, type Selection } from './selection.ts';

/** Starts reading what is selected of the customer with this key, whom nobody has found yet. */
export type StartChildren = (key: ProviderKey) => void;

/**
 * Starts what is selected of the customers that a field is about to find, so that it need not wait for them; only for
 * those whom the caller may see whoever they are. The field of each child finds its read under way, and tells how it
 * ended: of a customer who is not there, nobody ever asks.
 */
export function createStartChildren(
  selection: Selection,
  { customers, loaders }: Pick<Context, 'customers' | 'loaders'>,
): StartChildren {
  let children: readonly ProviderLoader<unknown>[] | null = null;
  return (key) => {
    if (!customers.maySee(key)) return;
    children ??= childrenBelow(selection).flatMap((child) => loaderOf(child, selection, loaders) ?? []);
    for (const child of children) child.begin(key);
  };
}

/** A field that is selected of customers, whatever the variables of a run are. */
interface Child extends Pick<Selection, 'returnType' | 'fieldNodes'> {
  readonly name: keyof typeof childLoaders;
  readonly readArguments: ReadArguments;
}

/** null where an argument is wrong: the field will say so. */
function loaderOf(
  { name, readArguments, returnType, fieldNodes }: Child,
  { schema, fragments, variableValues }: Selection,
  loaders: Context['loaders'],
): ProviderLoader<unknown> | null {
  const selection = { schema, fragments, variableValues, returnType, fieldNodes };
  try {
    return childLoaders[name]({ arguments: readArguments(variableValues), selection }, loaders);
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

const childrenBelow = oncePerSelection((selection): readonly Child[] => {
  const customer = selection.schema.getType('Customer');
  if (!isObjectType(customer)) return [];
  const fields = fieldsBelow(selection, customer, selection.fieldNodes);
  return Array.from(fields.values(), (nodes) => toChild(customer, nodes)).filter((child) => child !== null);
});

function toChild(customer: GraphQLObjectType, fieldNodes: readonly FieldNode[]): Child | null {
  const [node] = fieldNodes;
  const field = customer.getFields()[node?.name.value ?? ''];
  if (node === undefined || field === undefined || !isChildName(field.name)) return null;
  return {
    name: field.name,
    readArguments: compileArguments(field, node),
    returnType: field.type,
    fieldNodes,
  };
}

function isChildName(name: string): name is keyof typeof childLoaders {
  return Object.hasOwn(childLoaders, name);
}
