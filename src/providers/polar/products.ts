import { z } from 'zod';
import { mapBatch } from '../../billing/batch.ts';
import { validate } from '../../http/validate.ts';
import { chunk } from '../chunk.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { type PolarClient, polarPath } from './client.ts';
import type { WireBenefit } from './wire/benefit.ts';
import { wireProduct } from './wire/upcoming-grant.ts';

const identity = z.object({ id: z.string() });
const productsPerCall = 50;

/** The benefits of products, by product id, from `GET /v1/products/`, which takes `id` many times. */
export function createProductBenefits(client: PolarClient): RowLoader<readonly WireBenefit[]> {
  const { provider } = client;
  const path = polarPath`/v1/products/`;
  return createRowLoader(async (ids, call) => {
    const calls = chunk(ids, productsPerCall).map((some) => client.rows({ path, query: { id: some } }, call));
    const rows = (await Promise.all(calls)).flat();
    const byId = new Map(rows.map((row) => [validate(provider, identity, row).id, row]));
    return mapBatch(byId, (row) => validate(provider, wireProduct, row).benefits);
  });
}
