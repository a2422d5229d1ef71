import { ProviderError } from './provider-error.ts';

/** Values found, by key. A key that is absent does not exist; an error belongs to that key alone. */
export type Batch<Value> = ReadonlyMap<string, Value | ProviderError>;

/** Turns each value found into another. A ProviderError thrown by the mapping stays with its key. */
export function mapBatch<From, To>(batch: Batch<From>, map: (value: From, key: string) => To): Batch<To> {
  const mapped = new Map<string, To | ProviderError>();
  for (const [key, value] of batch) {
    mapped.set(key, value instanceof ProviderError ? value : mapOne(value, key, map));
  }
  return mapped;
}

function mapOne<From, To>(
  value: From,
  key: string,
  map: (value: From, key: string) => To,
): To | ProviderError {
  try {
    return map(value, key);
  } catch (error) {
    return keepProviderError(error);
  }
}

/** Reads each key on its own, all at once; a ProviderError stays with its key, null is a key that does not exist. */
export async function readEach<Value>(
  keys: readonly string[],
  read: (key: string) => Promise<Value | null>,
): Promise<Batch<Value>> {
  const batch = new Map<string, Value | ProviderError>();
  await Promise.all(
    keys.map((key) =>
      read(key).then(
        (value) => {
          if (value !== null) batch.set(key, value);
        },
        (error: unknown) => {
          batch.set(key, keepProviderError(error));
        },
      ),
    ),
  );
  return batch;
}

/** A batch in which every key fails with the same error; throws what is no ProviderError. */
export function failAll(keys: readonly string[], error: unknown): Batch<never> {
  const failure = keepProviderError(error);
  return new Map(keys.map((key) => [key, failure]));
}

/** Passes a ProviderError on as a value and throws everything else: those are our own mistakes. */
export function keepProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  throw error;
}

/** What was read, or null where the provider failed or nothing is read: for what is welcome but not needed. */
export async function nullIfFailed<Value>(read: Promise<Value> | null): Promise<Value | null> {
  try {
    return await read;
  } catch (error) {
    keepProviderError(error);
    return null;
  }
}
