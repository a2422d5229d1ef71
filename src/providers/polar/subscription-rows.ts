import { createRowLoader } from '../row-loader.ts';
import { type PolarClient, path } from './client.ts';
import { createOwnedRowsRead, type OwnedRows } from './owned-rows.ts';

/** Subscriptions of every status from `GET /v1/subscriptions/`, shared by all fields that are made of them. */
export function createSubscriptionRows(client: PolarClient): OwnedRows {
  return createRowLoader(createOwnedRowsRead(client, { path: path`/v1/subscriptions/`, query: {} }));
}
