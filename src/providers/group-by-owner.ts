import type { z } from 'zod';
import { type Batch, mapBatch } from '../billing/batch.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { validate } from '../http/validate.ts';

/** Whose rows a list was asked for. */
export interface Owners {
  readonly provider: string;
  readonly owners: readonly string[];
  /** Reads the owner of a row, and nothing else of it. */
  readonly ownerSchema: z.ZodType<string>;
}

/**
 * The rows of each owner asked for, none where the list has none. A row whose owner cannot be told throws. Rows of others
 * show that the list was not narrowed as asked: it then does not prove that an owner has none, which is an error of each
 * owner without a row.
 */
export function groupByOwner(
  rows: readonly unknown[],
  { provider, owners, ownerSchema }: Owners,
): Batch<readonly unknown[]> {
  const groups = new Map<string, unknown[]>();
  for (const owner of owners) groups.set(owner, []);
  let narrowed = true;
  for (const row of rows) {
    const group = groups.get(validate(provider, ownerSchema, row));
    if (group === undefined) narrowed = false;
    else group.push(row);
  }
  if (narrowed) return groups;
  return mapBatch(groups, (group) => {
    if (group.length > 0) return group;
    throw new ProviderError({ provider, failure: 'bad-response', detail: 'rows of others only' });
  });
}
