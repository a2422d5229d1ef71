import type { z } from 'zod';
import { type Batch, keepProviderError, mapBatch } from '../../billing/batch.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { validate } from '../../http/validate.ts';
import { chunk } from '../chunk.ts';

/** How the rows of a list that serves several owners are told apart. */
export interface OwnedRows<Row> {
  readonly provider: string;
  /** Reads the owner of a row, and nothing else of it. */
  readonly owner: z.ZodType<string>;
  readonly row: z.ZodType<Row>;
}

/**
 * The rows of each owner asked for, each row once: a row moves to the next page when another is added meanwhile. A
 * malformed row is an error of its own owner; a row without a readable owner throws. An answer with rows of others was
 * not narrowed as asked, so that in it the owners without a row are errors too: it does not prove that they have none.
 */
export function groupByOwner<Row extends { readonly id: string }>(
  rows: readonly unknown[],
  owners: readonly string[],
  { provider, owner, row }: OwnedRows<Row>,
): Batch<readonly Row[]> {
  const groups = new Map<string, unknown[]>(owners.map((key) => [key, []]));
  let narrowed = true;
  for (const raw of rows) {
    const group = groups.get(validate(provider, owner, raw));
    if (group === undefined) narrowed = false;
    else group.push(raw);
  }
  return mapBatch(groups, (group) => {
    if (group.length === 0 && !narrowed) {
      throw new ProviderError({ provider, failure: 'bad-response', detail: 'rows of others only' });
    }
    return distinct(group.map((raw) => validate(provider, row, raw)));
  });
}

function distinct<Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** What was found for the key, or null where nothing was. Throws the key's own error. */
export function valueAt<Value>(batch: Batch<Value>, key: string): Value | null {
  const value = batch.get(key) ?? null;
  if (value instanceof ProviderError) throw value;
  return value;
}

/** Reads the keys, each once, in chunks of at most `size`. A chunk that fails costs its own keys; rejects when all do. */
export async function readChunks<Value>(
  keys: readonly string[],
  size: number,
  read: (keys: readonly string[]) => Promise<Batch<Value>>,
): Promise<Batch<Value>> {
  const chunks = chunk([...new Set(keys)], size);
  const failures: ProviderError[] = [];
  const batches = await Promise.all(
    chunks.map((some) =>
      read(some).catch((error: unknown): Batch<Value> => {
        const failure = keepProviderError(error);
        failures.push(failure);
        return failedBatch(some, failure);
      }),
    ),
  );
  const [failure] = failures;
  if (failure !== undefined && failures.length === chunks.length) throw failure;
  return new Map(batches.flatMap((batch) => [...batch]));
}

/** The batch in which every key has the same failure. */
export function failedBatch(keys: readonly string[], failure: ProviderError): Batch<never> {
  return new Map(keys.map((key) => [key, failure]));
}
