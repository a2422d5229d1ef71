import DataLoader from 'dataloader';
import type { Batch } from '../billing/batch.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { type Memory, standIn } from './memory.ts';
import { createReading, type Reading } from './reading.ts';

/** A customer by its native key, or by its external id, at one provider account. */
export interface ProviderKey {
  readonly provider: BillingProvider;
  readonly key: string;
}

/** Loads one thing about customers; null is "does not exist", a failure rejects with a ProviderError. */
export type ProviderLoader<Value> = DataLoader<ProviderKey, Reading<Value | null>, string>;

/** Reads many keys of one account at once. */
export type ReadBatch<Value> = (provider: BillingProvider, keys: readonly string[]) => Promise<Batch<Value>>;

/** Told about every failure that a read ends in. */
export type OnFailure = (error: ProviderError) => void;

/** What a loader is made of. */
interface ProviderLoaderOptions<Value> {
  readonly read: ReadBatch<Value>;
  readonly onFailure: OnFailure;
  /** What is known for the call that a read is made with now. */
  readonly memory: () => Memory<ProviderKey, Value | null>;
}

/**
 * A loader that makes one read per provider account and tick. What fails at one account, or for one key, stays there; what
 * is known stands in for it where asking again later may help.
 */
export function createProviderLoader<Value>(options: ProviderLoaderOptions<Value>): ProviderLoader<Value> {
  return new DataLoader<ProviderKey, Reading<Value | null>, string>((keys) => loadAll(keys, options), {
    cacheKeyFn: ({ provider, key }) => `${provider.name}:${key}`,
  });
}

async function loadAll<Value>(
  keys: readonly ProviderKey[],
  { read, onFailure, memory }: ProviderLoaderOptions<Value>,
): Promise<readonly (Reading<Value | null> | Error)[]> {
  const known = memory();
  const fresh = keys.map((key) => known.fresh(key));
  const resultOf = await readByProvider(
    keys.filter((_key, index) => fresh[index] === null),
    read,
  );
  const failures = new Set<ProviderError>();
  const readings = keys.map((key, index) => {
    const kept = fresh[index] ?? null;
    if (kept !== null) return createReading(kept.value);
    const result = resultOf(key);
    if (!(result instanceof Error)) {
      known.remember(key, result);
      return createReading(result);
    }
    if (!(result instanceof ProviderError)) return result;
    failures.add(result);
    return standIn(known, { key, error: result }) ?? result;
  });
  for (const failure of failures) onFailure(failure);
  return readings;
}

async function readByProvider<Value>(
  keys: readonly ProviderKey[],
  read: ReadBatch<Value>,
): Promise<(key: ProviderKey) => Value | Error | null> {
  const keysOf = new Map<BillingProvider, string[]>();
  for (const { provider, key } of keys) {
    const group = keysOf.get(provider);
    if (group === undefined) keysOf.set(provider, [key]);
    else group.push(key);
  }
  const batches = new Map(
    await Promise.all(
      Array.from(
        keysOf,
        async ([provider, group]) => [provider, await settle(read(provider, group))] as const,
      ),
    ),
  );
  return ({ provider, key }) => {
    const batch = batches.get(provider);
    return batch instanceof Error ? batch : (batch?.get(key) ?? null);
  };
}

async function settle<Value>(read: Promise<Batch<Value>>): Promise<Batch<Value> | Error> {
  try {
    return await read;
  } catch (error) {
    return error instanceof Error ? error : new Error('a read failed', { cause: error });
  }
}
