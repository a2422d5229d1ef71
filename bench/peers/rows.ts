import DataLoader from 'dataloader';
import { entitledPerSearch, type Reads } from '../flexprice/reads.ts';
import type { WireCreditGrant, WireCustomer, WireSubscription } from '../flexprice/wire.ts';

/** What one request has read from Flexprice: batched where Flexprice takes many keys, asked one by one where not. */
export type Rows = ReturnType<typeof createRows>;

/** The loaders of one request. */
export function createRows(reads: Reads) {
  const customers = new DataLoader<string, WireCustomer | null>(async (keys) => {
    const found = new Map((await reads.customers(keys)).map((row) => [row.id, row]));
    return keys.map((key) => found.get(key) ?? null);
  });
  const subscriptions = new DataLoader<string, readonly WireSubscription[]>(
    async (keys) => {
      const found = groupBy(await reads.subscriptions(keys), ({ customer_id }) => customer_id);
      return keys.map((key) => found.get(key) ?? []);
    },
    { maxBatchSize: entitledPerSearch },
  );
  const creditGrants = new DataLoader<string, WireCreditGrant | undefined>(async (ids) => {
    const found = new Map((await reads.creditGrants(ids)).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id));
  });
  const associations = new DataLoader(async (subscriptionIds: readonly string[]) => {
    const rows = await reads.associations(subscriptionIds);
    const found = groupBy(rows, ({ subscription_id }) => subscription_id);
    return subscriptionIds.map((id) => found.get(id) ?? []);
  });
  return {
    customers,
    subscriptions,
    creditGrants,
    associations,
    usage: reads.usage,
    upcomingGrants: reads.upcomingGrants,
    wallets: reads.wallets,
    liveWallets: reads.liveWallets,
    customerPage: reads.customerPage,
  };
}

function groupBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
