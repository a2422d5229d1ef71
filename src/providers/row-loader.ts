import DataLoader from 'dataloader';
import type { Batch } from '../billing/batch.ts';
import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';

/**
 * Rows that several fields are mapped from (a customer's wallets: balance and upcoming grants). Each key is read once
 * per request, however many fields want it, and keys wanted in one tick are read together.
 */
export interface RowLoader<Rows> {
  load(keys: readonly string[], call: Call): Promise<Batch<Rows>>;
  loadOne(key: string, call: Call): Promise<Rows | null>;
  /** The rows if this request has asked for them anyway, else null; never causes a call. */
  peek(key: string, call: Call): Promise<Rows | null>;
  /** Remembers rows that came with something else (a customer's record in a list), unless they are there already. */
  prime(key: string, rows: Rows, call: Call): void;
}

/** A row loader over one of the provider's reads. */
export function createRowLoader<Rows>(
  read: (keys: readonly string[], call: Call) => Promise<Batch<Rows>>,
): RowLoader<Rows> {
  type Result = Rows | ProviderError | null;
  const loaders = new WeakMap<Call, { loader: DataLoader<string, Result>; asked: Set<string> }>();

  function ofCall(call: Call) {
    const known = loaders.get(call);
    if (known !== undefined) return known;
    const loader = new DataLoader<string, Result>(async (keys) => {
      const batch = await read(keys, call);
      return keys.map((key) => batch.get(key) ?? null);
    });
    const created = { loader, asked: new Set<string>() };
    loaders.set(call, created);
    return created;
  }

  async function loadOne(key: string, call: Call): Promise<Rows | null> {
    const { loader, asked } = ofCall(call);
    asked.add(key);
    const result = await loader.load(key);
    if (result instanceof ProviderError) throw result;
    return result;
  }

  return {
    loadOne,
    async load(keys, call) {
      const { loader, asked } = ofCall(call);
      for (const key of keys) asked.add(key);
      const results = await loader.loadMany(keys);
      const batch = new Map<string, Rows | ProviderError>();
      for (const [index, key] of keys.entries()) {
        const result = results[index] ?? null;
        if (result instanceof Error && !(result instanceof ProviderError)) throw result;
        if (result !== null) batch.set(key, result);
      }
      return batch;
    },
    async peek(key, call) {
      return ofCall(call).asked.has(key) ? loadOne(key, call) : null;
    },
    prime(key, rows, call) {
      const { loader, asked } = ofCall(call);
      loader.prime(key, rows);
      asked.add(key);
    },
  };
}
