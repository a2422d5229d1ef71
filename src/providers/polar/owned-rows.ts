import { z } from 'zod';
import type { Batch } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { groupByOwner } from '../group-by-owner.ts';
import { readChunks } from '../read-chunks.ts';
import type { RowLoader } from '../row-loader.ts';
import type { PolarClient, PolarList } from './client.ts';
import { polarIds } from './polar-id.ts';

/** Each customer's rows of one list, not yet validated: every noun reads its own part of them. */
export type OwnedRows = RowLoader<readonly unknown[]>;

/** Reads the rows of many customers, by customer id. */
export type ReadOwnedRows = (keys: readonly string[], call: Call) => Promise<Batch<readonly unknown[]>>;

/** Polar sets no bound to a list of ids; so many make a query of about 2.5 kB. */
export const customersPerCall = 50;

const ownerSchema = z.compile(
  z.object({ customer_id: z.string() }).transform(({ customer_id }) => customer_id),
);

/**
 * A read of a list that takes `customer_id` many times. A customer without rows gets none, since the list does not tell
 * it from one that does not exist; a call that fails costs the customers it was made for.
 */
export function createOwnedRowsRead(client: PolarClient, list: PolarList): ReadOwnedRows {
  return (keys, call) =>
    readChunks(polarIds(keys), customersPerCall, async (owners) => {
      const rows = await client.rows({ ...list, query: { customer_id: owners, ...list.query } }, call);
      return groupByOwner(rows, { provider: client.provider, owners, ownerSchema });
    });
}
