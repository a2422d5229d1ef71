import type { GraphQLResolveInfo } from 'graphql';
import {
  toBalance,
  toCoupon,
  toCustomer,
  toEntitlements,
  toLiveBalance,
  toUpcomingGrant,
  toUsage,
} from '../flexprice/graph-values.ts';
import type { WireCustomer } from '../flexprice/wire.ts';
import { fromGlobalId } from '../people.ts';
import type { Rows } from './rows.ts';

/** What every peer's resolvers may reach. */
export interface PeerContext {
  readonly rows: Rows;
}

interface Parent {
  readonly key: string;
}

interface PageArguments {
  readonly first?: number;
  readonly after?: string | null;
}

/** The resolvers of every peer: one loader call each. */
export const resolvers = {
  Query: {
    customer: (_: unknown, { id }: { readonly id: string }, { rows }: PeerContext) =>
      readCustomer(rows, fromGlobalId(id)),
    nodes: (_: unknown, { ids }: { readonly ids: readonly string[] }, { rows }: PeerContext) =>
      Promise.all(ids.map((id) => readCustomer(rows, fromGlobalId(id)))),
    async customers(_: unknown, { first = 20, after }: PageArguments, { rows }: PeerContext) {
      const offset = Number(after ?? 0);
      const page = await rows.customerPage(first, offset);
      return { nodes: page.map(toParent), pageInfo: { endCursor: String(offset + page.length) } };
    },
  },
  Customer: {
    usage: async ({ key }: Parent, _: unknown, { rows }: PeerContext) => toUsage(await rows.usage(key)),
    entitlements: async ({ key }: Parent, _: unknown, { rows }: PeerContext) =>
      toEntitlements(await rows.subscriptions.load(key)),
    async upcomingGrants({ key }: Parent, _: unknown, { rows }: PeerContext) {
      const [grants, subscriptions] = await Promise.all([
        rows.upcomingGrants(key),
        rows.subscriptions.load(key),
      ]);
      const definitions = await Promise.all(
        grants.map(({ credit_grant_id }) => rows.creditGrants.load(credit_grant_id)),
      );
      return grants.map((grant, index) => toUpcomingGrant(grant, definitions[index], subscriptions));
    },
    async coupons({ key }: Parent, _: unknown, { rows }: PeerContext) {
      const subscriptions = await rows.subscriptions.load(key);
      const found = await Promise.all(subscriptions.map(({ id }) => rows.associations.load(id)));
      return found.flat().map(toCoupon);
    },
    balance: async ({ key }: Parent, _: unknown, { rows }: PeerContext, info: GraphQLResolveInfo) =>
      selects(info, 'live') ? toLiveBalance(await rows.liveWallets(key)) : toBalance(await rows.wallets(key)),
  },
};

async function readCustomer(rows: Rows, key: string) {
  const row = await rows.customers.load(key);
  return row === null ? null : toParent(row);
}

function toParent(row: WireCustomer) {
  return { __typename: 'Customer', key: row.id, ...toCustomer(row) } as const;
}

/** Whether the field is asked for by name; the workloads have no fragments below balance. */
function selects({ fieldNodes }: GraphQLResolveInfo, name: string): boolean {
  return fieldNodes.some(({ selectionSet }) =>
    selectionSet?.selections.some((selection) => selection.kind === 'Field' && selection.name.value === name),
  );
}
