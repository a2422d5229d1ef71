import { createRowLoader } from '../row-loader.ts';
import { type PolarClient, path } from './client.ts';
import { createOwnedRowsRead, type OwnedRows } from './owned-rows.ts';

/** Customers' meters from `GET /v1/customer-meters/`, in an order without ties, so that pages do not overlap. */
export function createMeterRows(client: PolarClient): OwnedRows {
  const query = { sorting: ['customer_id', 'meter_id'] };
  return createRowLoader(createOwnedRowsRead(client, { path: path`/v1/customer-meters/`, query }));
}
