import DataLoader from 'dataloader';
import type { Batch } from '../billing/batch.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { BatchSchedule } from './batch-schedule.ts';
import { type Memory, standIn } from './memory.ts';
import { createReading, type Reading } from './reading.ts';

/** A customer by its native key, or by its external id, at one provider account. */
export interface ProviderKey {
  readonly provider: BillingProvider;
  readonly key: string;
}

/** Loads one thing about customers; null is "does not exist", a failure rejects with a ProviderError. */
export interface ProviderLoader<Value> {
  load(key: ProviderKey): Promise<Reading<Value | null>>;
  /** Begins to load it for whoever asks for it later, and finds out then how it has ended. */
  begin(key: ProviderKey): void;
  /** Lets go of everything that was loaded. */
  clearAll(): void;
}

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
  readonly schedule: BatchSchedule;
}

/** What a loader has of one account. */
interface AccountLoader<Value> {
  readonly provider: BillingProvider;
  readonly loader: DataLoader<string, Reading<Value | null>>;
}

/**
 * A loader that makes one read per provider account and tick. What fails at one account, or for one key, stays there, and
 * none waits for another; what is known stands in for what fails where asking again later may help.
 */
export function createProviderLoader<Value>(options: ProviderLoaderOptions<Value>): ProviderLoader<Value> {
  // A list, since one request hardly asks more than a few accounts.
  const accounts: AccountLoader<Value>[] = [];

  function loaderOf(provider: BillingProvider): DataLoader<string, Reading<Value | null>> {
    for (const account of accounts) if (account.provider === provider) return account.loader;
    const loader = new DataLoader<string, Reading<Value | null>>((keys) => readAll(provider, keys, options), {
      batchScheduleFn: options.schedule,
    });
    accounts.push({ provider, loader });
    return loader;
  }

  return {
    load: (key) =>
      loaderOf(key.provider)
        .load(key.key)
        .catch((error: unknown) => {
          // Only who asks when the customer is there may be given what is known: a read may begin, and fail, before that.
          const known = error instanceof ProviderError ? standIn(options.memory(), { key, error }) : null;
          if (known === null) throw error;
          return known;
        }),
    begin({ provider, key }) {
      loaderOf(provider).load(key).catch(leaveToWhoAsks);
    },
    clearAll() {
      for (const { loader } of accounts) loader.clearAll();
    },
  };
}

function leaveToWhoAsks(): void {}

async function readAll<Value>(
  provider: BillingProvider,
  keys: readonly string[],
  { read, onFailure, memory }: ProviderLoaderOptions<Value>,
): Promise<readonly (Reading<Value | null> | Error)[]> {
  const known = memory();
  const fresh = keys.map((key) => known.fresh({ provider, key }));
  const unknown = keys.filter((_key, index) => fresh[index] === null);
  const batch = unknown.length === 0 ? nothingRead : await read(provider, unknown).catch(toError);
  const failures: ProviderError[] = [];
  const readings = keys.map((key, index) => {
    const kept = fresh[index] ?? null;
    if (kept !== null) return createReading(kept.value);
    const result = batch instanceof Error ? batch : (batch.get(key) ?? null);
    if (!(result instanceof Error)) {
      known.remember({ provider, key }, result);
      return createReading(result);
    }
    if (result instanceof ProviderError && !failures.includes(result)) failures.push(result);
    return result;
  });
  for (const failure of failures) onFailure(failure);
  return readings;
}

const nothingRead: Batch<never> = new Map();

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('a read failed', { cause: error });
}
