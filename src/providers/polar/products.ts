import { z } from 'zod';
import { mapBatch } from '../../billing/batch.ts';
import { validate } from '../../http/validate.ts';
import { readChunks } from '../read-chunks.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { type PolarClient, path } from './client.ts';
import type { WireBenefit } from './wire/benefit.ts';
import { productSchema } from './wire/upcoming-grant.ts';

const identitySchema = z.compile(z.object({ id: z.string() }));
/** So many make a query of about 2 kB. */
export const productsPerCall = 50;

/** The benefits of products, by product id, from `GET /v1/products/`, which takes `id` many times. */
export function createProductBenefits(client: PolarClient): RowLoader<readonly WireBenefit[]> {
  const { provider } = client;
  return createRowLoader((keys, call) =>
    readChunks(keys, productsPerCall, async (id) => {
      const rows = await client.rows({ path: path`/v1/products/`, query: { id } }, call);
      const byId = new Map(rows.map((row) => [validate(provider, identitySchema, row).id, row]));
      return mapBatch(byId, (row) => validate(provider, productSchema, row).benefits);
    }),
  );
}
