import { nullIfFailed, readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { validate } from '../../http/validate.ts';
import { groupByOwner } from '../group-by-owner.ts';
import { readChunks } from '../read-chunks.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { type FlexpriceClient, path } from './client.ts';
import { toOwnedRows } from './owned-rows.ts';
import {
  isLive,
  liveStatuses,
  subscriptionOwnerSchema,
  subscriptionSchema,
  type WireSubscription,
} from './wire/subscription.ts';

/** Subscriptions by customer, read once per request for all the fields that start from them. */
export interface SubscriptionRows {
  /** Those that give access now. */
  readonly live: RowLoader<readonly WireSubscription[]>;
  /** Those in any state. */
  readonly all: RowLoader<readonly WireSubscription[]>;
  /** The live ones with the entitlements of their customer, as they came: two fields each validate a part of them. */
  readonly expanded: RowLoader<readonly unknown[]>;
}

/** Customers in one search, at most: with one subscription each they fill one page. */
export const largestChunk = 1000;

/** Flexprice works the entitlements out customer by customer, so that a longer list makes for a slow answer. */
export const largestExpandedChunk = 20;

/** Subscription rows through `POST /subscriptions/search`, where no status means active only and [] any. */
export function createSubscriptionRows(client: FlexpriceClient): SubscriptionRows {
  const { provider } = client;
  const owned = { provider, ownerSchema: subscriptionOwnerSchema, rowSchema: subscriptionSchema };

  function search(keys: readonly string[], subscription_status: readonly string[], call: Call) {
    return readChunks(keys, largestChunk, async (customer_ids) => {
      const filter = { customer_ids, subscription_status };
      const rows = await client.search(path`/subscriptions/search`, filter, call);
      return toOwnedRows(rows, { ...owned, owners: customer_ids });
    });
  }

  const expanded = createRowLoader((keys, call) =>
    readChunks(keys, largestExpandedChunk, async (customer_ids) => {
      const filter = { customer_ids, subscription_status: liveStatuses, expand: 'entitlements' };
      const rows = await client.search(path`/subscriptions/search`, filter, call);
      return groupByOwner(rows, { provider, owners: customer_ids, ownerSchema: subscriptionOwnerSchema });
    }),
  );

  const all = createRowLoader((keys, call) => search(keys, [], call));

  /** The live rows that the request reads anyway; what fails there may still be had without the rest of it. */
  async function readAnyway(key: string, call: Call): Promise<readonly WireSubscription[] | null> {
    const rows = await nullIfFailed(all.peek(key, call));
    if (rows !== null) return rows.filter(isLive);
    const listed = await nullIfFailed(expanded.peek(key, call));
    return listed?.map((row) => validate(provider, subscriptionSchema, row)) ?? null;
  }

  return {
    expanded,
    live: createRowLoader(async (keys, call) => {
      const anyway = await readEach(keys, (key) => readAnyway(key, call));
      const others = keys.filter((key) => !anyway.has(key));
      if (others.length === 0) return anyway;
      return new Map([...anyway, ...(await search(others, liveStatuses, call))]);
    }),
    all,
  };
}
