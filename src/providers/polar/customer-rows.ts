import { z } from 'zod';
import { type Batch, keepProviderError, mapBatch } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { validate } from '../../http/validate.ts';
import { chunk } from '../chunk.ts';
import type { RowLoader } from '../row-loader.ts';
import type { PolarClient, PolarList } from './client.ts';
import { isPolarId } from './polar-id.ts';

/** Each customer's rows of one list, not yet validated: every noun reads its own part of them. */
export type CustomerRows = RowLoader<readonly unknown[]>;

/** Reads the rows of many customers, by customer id. */
export type ReadCustomerRows = (keys: readonly string[], call: Call) => Promise<Batch<readonly unknown[]>>;

/** Polar sets no bound to a list of ids; so many make a query of about 2.5 kB. */
const customersPerCall = 50;

/**
 * A read of a list that takes `customer_id` many times. A customer without rows gets none, since the list does not tell
 * it from one that does not exist; a call that fails costs the customers it was made for.
 */
export function createCustomerRowsRead(client: PolarClient, list: PolarList): ReadCustomerRows {
  async function readChunk(ids: readonly string[], call: Call): Promise<Batch<readonly unknown[]>> {
    try {
      const rows = await client.rows({ ...list, query: { customer_id: ids, ...list.query } }, call);
      return groupByCustomer(client.provider, ids, rows);
    } catch (error) {
      return failAll(ids, keepProviderError(error));
    }
  }

  return async (keys, call) => {
    const chunks = chunk(keys.filter(isPolarId), customersPerCall);
    const batches = await Promise.all(chunks.map((ids) => readChunk(ids, call)));
    return new Map(batches.flatMap((batch) => [...batch]));
  };
}

const owner = z.object({ customer_id: z.string() });

/** Rows of others show that the list was not narrowed as asked: then it does not prove that a customer has none. */
function groupByCustomer(
  provider: string,
  ids: readonly string[],
  rows: readonly unknown[],
): Batch<readonly unknown[]> {
  const groups = new Map<string, unknown[]>(ids.map((id) => [id, []]));
  let narrowed = true;
  for (const row of rows) {
    const group = groups.get(validate(provider, owner, row).customer_id);
    if (group === undefined) narrowed = false;
    else group.push(row);
  }
  return mapBatch(groups, (group) => {
    if (group.length > 0 || narrowed) return group;
    throw new ProviderError({ provider, failure: 'bad-response', detail: 'rows of others only' });
  });
}

function failAll(ids: readonly string[], error: ProviderError): Batch<readonly unknown[]> {
  return new Map(ids.map((id) => [id, error]));
}
