import { type Customer, externalIdProblem } from '../../billing/customer.ts';
import type { BillingProvider } from '../../billing/provider.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { decodeKey } from '../decode-key.ts';
import { decodeNodeId } from '../node-id.ts';
import { itemPath, type Path } from '../stale-fields.ts';

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

/**
 * The customer that a global id stands for, for the field at the path; null for an id that is none of ours, without asking
 * a provider.
 */
export async function findCustomer(
  id: string,
  { providers, customers, stale }: Context,
  path: Path,
): Promise<Customer | null> {
  const found = decodeKey({ type: 'Customer', id }, providers);
  if (found === null || externalIdProblem(found.key) !== null) return null;
  const reading = await customers.byKey(found);
  return reading.take(stale.at(path));
}

async function findNode(id: string, context: Context, path: Path): Promise<Node | null> {
  const nodeId = decodeNodeId(id);
  if (nodeId?.type !== 'Provider') return findCustomer(id, context, path);
  return nodeId.key === nodeId.provider ? (context.providers.get(nodeId.provider) ?? null) : null;
}

builder.queryFields((t) => ({
  node: t.field({
    type: nodeInterface,
    nullable: true,
    description:
      'The object with this global id; null when the id is none of ours or nothing has it any more.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of a Customer or a Provider.' }) },
    resolve: (_root, { id }, context, { path }) => findNode(id, context, path),
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
    resolve: (_root, { ids }, context, { path }) =>
      ids.map((id, index) => findNode(id, context, itemPath(path, index))),
  }),
}));
