import DataLoader from 'dataloader';
import type { Batch } from '../billing/batch.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';

/** A customer by its native key, or by its external id, at one provider account. */
export interface ProviderKey {
  readonly provider: BillingProvider;
  readonly key: string;
}

/** Loads one thing about customers; null is "does not exist", a failure rejects with a ProviderError. */
export type ProviderLoader<Value> = DataLoader<ProviderKey, Value | null, string>;

/** Reads many keys of one account at once. */
export type ReadBatch<Value> = (provider: BillingProvider, keys: readonly string[]) => Promise<Batch<Value>>;

/** Told about every failure that a read ends in. */
export type OnFailure = (error: ProviderError) => void;

/** A loader that makes one read per provider account and tick. What fails at one account, or for one key, stays there. */
export function createProviderLoader<Value>(
  read: ReadBatch<Value>,
  onFailure: OnFailure,
): ProviderLoader<Value> {
  const load = async (keys: readonly ProviderKey[]) => {
    const results = await loadByProvider(keys, read);
    for (const result of results) {
      if (result instanceof ProviderError) onFailure(result);
    }
    return results;
  };
  return new DataLoader<ProviderKey, Value | null, string>(load, {
    cacheKeyFn: ({ provider, key }) => `${provider.name}:${key}`,
  });
}

async function loadByProvider<Value>(
  keys: readonly ProviderKey[],
  read: ReadBatch<Value>,
): Promise<readonly (Value | Error | null)[]> {
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
  return keys.map(({ provider, key }) => {
    const batch = batches.get(provider);
    return batch instanceof Error ? batch : (batch?.get(key) ?? null);
  });
}

async function settle<Value>(read: Promise<Batch<Value>>): Promise<Batch<Value> | Error> {
  try {
    return await read;
  } catch (error) {
    return error instanceof Error ? error : new Error('a read failed', { cause: error });
  }
}
