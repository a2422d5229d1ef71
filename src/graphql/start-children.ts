import {
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  getArgumentValues,
  isObjectType,
} from 'graphql';
import type { ProviderKey, ProviderLoader } from '../loaders/provider-loader.ts';
import type { Context } from './context.ts';
import { type ChildField, childLoaders } from './customer-children.ts';
import { fieldsBelow, type Selection } from './selection.ts';

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
    children ??= childrenBelow(selection).flatMap((child) => loaderOf(child, loaders) ?? []);
    for (const child of children) child.load(key).catch(leaveToItsField);
  };
}

function leaveToItsField(): void {}

interface Child extends ChildField {
  readonly name: string;
}

function loaderOf(child: Child, loaders: Context['loaders']): ProviderLoader<unknown> | null {
  const { name } = child;
  if (!isChildName(name)) return null;
  return unlessRefused(() => childLoaders[name](child, loaders));
}

function isChildName(name: string): name is keyof typeof childLoaders {
  return Object.hasOwn(childLoaders, name);
}

function childrenBelow(selection: Selection): readonly Child[] {
  const customer = selection.schema.getType('Customer');
  if (!isObjectType(customer)) return [];
  const fields = fieldsBelow(selection, customer, selection.fieldNodes);
  return Array.from(fields.values(), (nodes) => toChild(selection, customer, nodes)).filter(
    (child) => child !== null,
  );
}

function toChild(
  { schema, fragments, variableValues }: Selection,
  customer: GraphQLObjectType,
  fieldNodes: readonly FieldNode[],
): Child | null {
  const [node] = fieldNodes;
  const field = customer.getFields()[node?.name.value ?? ''];
  if (node === undefined || field === undefined || !isChildName(field.name)) return null;
  const values = unlessRefused(() => getArgumentValues(field, node, variableValues));
  if (values === null) return null;
  const selection = { schema, fragments, variableValues, returnType: field.type, fieldNodes };
  return { name: field.name, arguments: values, selection };
}

/** null where an argument is wrong: the field will say so. */
function unlessRefused<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}
