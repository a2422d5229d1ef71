import { createRowLoader } from '../row-loader.ts';
import { type PolarClient, path } from './client.ts';
import { createOwnedRowsRead, type OwnedRows } from './owned-rows.ts';

/** Benefits in force from `GET /v1/benefit-grants/`; without the filter it also lists failed and revoked grants. */
export function createGrantRows(client: PolarClient): OwnedRows {
  const query = { is_granted: true };
  return createRowLoader(createOwnedRowsRead(client, { path: path`/v1/benefit-grants/`, query }));
}
