import { type Customer, externalIdProblem } from '../../billing/customer.ts';
import type { BillingProvider } from '../../billing/provider.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { decodeKey } from '../decode-key.ts';
import { decodeNodeId } from '../node-id.ts';
import type { Selection } from '../selection.ts';
import { itemPath, type Path } from '../stale-fields.ts';
import { createStartChildren, type StartChildren } from '../start-children.ts';

/** What stands behind the Node interface. */
type Node = Customer | BillingProvider;

/** Anything that can be fetched again by its id. */
export const nodeInterface = builder.interfaceRef<Node>('Node').implement({
  description: 'Anything that can be fetched again by its global id.',
  resolveType: (node) => ('raw' in node ? 'Customer' : 'Provider'),
  fields: (t) => ({
    id: t.id({
      description:
        'Opaque and stable: the same thing keeps its id as long as its provider account keeps its name.',
      resolve: () => {
        throw new Error('every Node type resolves its own id');
      },
    }),
  }),
});

/** Where customers are looked for by their global ids. */
interface Lookup {
  readonly context: Context;
  /** The place of the customer in the answer. */
  readonly path: Path;
  readonly startChildren: StartChildren;
}

/** Finds a customer by its global id, for a field; null for an id that is none of ours, without asking a provider. */
export function findCustomer(
  id: string,
  context: Context,
  info: Selection & { readonly path: Path },
): Promise<Customer | null> {
  return lookUp(id, { context, path: info.path, startChildren: createStartChildren(info, context) });
}

async function lookUp(id: string, { context, path, startChildren }: Lookup): Promise<Customer | null> {
  const { providers, customers, stale } = context;
  const found = decodeKey({ type: 'Customer', id }, providers);
  if (found === null || externalIdProblem(found.key) !== null) return null;
  const customer = customers.byKey(found);
  startChildren(found);
  return (await customer).take(stale.at(path));
}

async function findNode(id: string, lookup: Lookup): Promise<Node | null> {
  const nodeId = decodeNodeId(id);
  if (nodeId?.type !== 'Provider') return lookUp(id, lookup);
  const { providers } = lookup.context;
  return nodeId.key === nodeId.provider ? (providers.get(nodeId.provider) ?? null) : null;
}

builder.queryFields((t) => ({
  node: t.field({
    type: nodeInterface,
    nullable: true,
    description:
      'The object with this global id; null when the id is none of ours or nothing has it any more.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of a Customer or a Provider.' }) },
    resolve: (_root, { id }, context, info) =>
      findNode(id, { context, path: info.path, startChildren: createStartChildren(info, context) }),
  }),
  nodes: t.field({
    type: [nodeInterface],
    nullable: { list: false, items: true },
    description:
      'The objects with these global ids, in the order asked; null where there is none. Customers of one provider are read together.',
    args: {
      ids: t.arg.idList({
        required: true,
        description: 'The `id`s of Customers and Providers, at most 200 in all lists of an operation.',
      }),
    },
    resolve: (_root, { ids }, context, info) => {
      const startChildren = createStartChildren(info, context);
      return ids.map((id, index) =>
        findNode(id, { context, path: itemPath(info.path, index), startChildren }),
      );
    },
  }),
}));
