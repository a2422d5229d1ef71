import { type Batch, keepProviderError } from '../billing/batch.ts';

/** Reads the keys, each once, in chunks of at most `size`, all at once. The failure of a chunk is an error of its own keys. */
export async function readChunks<Value>(
  keys: readonly string[],
  size: number,
  read: (keys: readonly string[]) => Promise<Batch<Value>>,
): Promise<Batch<Value>> {
  const batches = await Promise.all(
    chunk([...new Set(keys)], size).map((some) =>
      read(some).catch((error: unknown): Batch<Value> => {
        const failure = keepProviderError(error);
        return new Map(some.map((key) => [key, failure]));
      }),
    ),
  );
  return new Map(batches.flatMap((batch) => [...batch]));
}

function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
