import type { z } from 'zod';
import { type Batch, mapBatch } from '../../billing/batch.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { validate } from '../../http/validate.ts';
import { groupByOwner, type Owners } from '../group-by-owner.ts';

/** Whose rows a list was asked for, and what they look like. */
export interface OwnedRowsShape<Row> extends Owners {
  readonly rowSchema: z.ZodType<Row>;
}

/** The rows of each owner asked for; a malformed one is an error of its own owner. */
export function toOwnedRows<Row>(
  rows: readonly unknown[],
  { rowSchema, ...owned }: OwnedRowsShape<Row>,
): Batch<readonly Row[]> {
  return mapBatch(groupByOwner(rows, owned), (group) =>
    group.map((row) => validate(owned.provider, rowSchema, row)),
  );
}

/** What was found for the key, or null where nothing was. Throws the key's own error. */
export function valueAt<Value>(batch: Batch<Value>, key: string): Value | null {
  const value = batch.get(key) ?? null;
  if (value instanceof ProviderError) throw value;
  return value;
}
