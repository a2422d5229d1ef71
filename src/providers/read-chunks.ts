import { type Batch, failAll } from '../billing/batch.ts';
import type { ProviderError } from '../billing/provider-error.ts';
import { distinctKeys } from './distinct-keys.ts';

/**
 * Reads the keys, each once, in chunks of at most `size`, all at once. The failure of a chunk is an error of its own keys.
 */
export async function readChunks<Value>(
  keys: readonly string[],
  size: number,
  read: (keys: readonly string[]) => Promise<Batch<Value>>,
): Promise<Batch<Value>> {
  const distinct = distinctKeys(keys);
  if (distinct.length === 0) return new Map();
  if (distinct.length <= size) return readChunk(distinct, read);
  return join(await Promise.all(chunk(distinct, size).map((some) => readChunk(some, read))));
}

async function readChunk<Value>(
  keys: readonly string[],
  read: (keys: readonly string[]) => Promise<Batch<Value>>,
): Promise<Batch<Value>> {
  try {
    return await read(keys);
  } catch (error) {
    return failAll(keys, error);
  }
}

function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

function join<Value>(batches: readonly Batch<Value>[]): Batch<Value> {
  const joined = new Map<string, Value | ProviderError>();
  for (const batch of batches) {
    for (const [key, value] of batch) joined.set(key, value);
  }
  return joined;
}
