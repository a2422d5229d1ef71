import { afterTick } from '../billing/after-tick.ts';
import { type Batch, failAll } from '../billing/batch.ts';
import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { createAttachment } from './attachment.ts';

/**
 * Rows that several fields are mapped from (a customer's wallets: balance and upcoming grants). Each key is read once
 * per request, however many fields want it, and keys wanted in one tick are read together.
 */
export interface RowLoader<Rows> {
  load(keys: readonly string[], call: Call): Promise<Batch<Rows>>;
  loadOne(key: string, call: Call): Promise<Rows | null>;
  /**
   * The rows if this request has asked for them anyway; null, and not even a promise, where it has not. Never causes a
   * call.
   */
  peek(key: string, call: Call): Promise<Rows | null> | null;
  /** Remembers rows that came with something else (a customer's record in a list), unless they are there already. */
  prime(key: string, rows: Rows, call: Call): void;
}

/** What one request has asked a loader for. */
interface Asked<Rows> {
  /** The read that each key is part of. */
  readonly reads: Map<string, Promise<Batch<Rows>>>;
  /** The read that has not begun yet, which further keys can still join. */
  next: { readonly keys: string[]; readonly read: Promise<Batch<Rows>> } | null;
}

/** A row loader over one of the provider's reads. */
export function createRowLoader<Rows>(
  read: (keys: readonly string[], call: Call) => Promise<Batch<Rows>>,
): RowLoader<Rows> {
  const askedBy = createAttachment<Asked<Rows>>();

  function ofCall(call: Call): Asked<Rows> {
    const known = askedBy.find(call);
    if (known !== undefined) return known;
    const asked: Asked<Rows> = { reads: new Map(), next: null };
    askedBy.keep(call, asked);
    return asked;
  }

  function ask(key: string, call: Call): Promise<Batch<Rows>> {
    const asked = ofCall(call);
    const known = asked.reads.get(key);
    if (known !== undefined) return known;
    asked.next ??= begin(asked, call);
    asked.next.keys.push(key);
    asked.reads.set(key, asked.next.read);
    return asked.next.read;
  }

  function begin(asked: Asked<Rows>, call: Call) {
    const keys: string[] = [];
    const read = new Promise<Batch<Rows>>((resolve) => {
      afterTick(() => resolve(readNext(asked, keys, call)));
    });
    return { keys, read };
  }

  async function readNext(asked: Asked<Rows>, keys: readonly string[], call: Call): Promise<Batch<Rows>> {
    asked.next = null;
    try {
      return await read(keys, call);
    } catch (error) {
      // Whoever asks later may have more luck.
      for (const key of keys) asked.reads.delete(key);
      return failAll(keys, error);
    }
  }

  async function loadOne(key: string, call: Call): Promise<Rows | null> {
    const rows = (await ask(key, call)).get(key) ?? null;
    if (rows instanceof ProviderError) throw rows;
    return rows;
  }

  return {
    loadOne,
    async load(keys, call) {
      const reads: Promise<Batch<Rows>>[] = [];
      for (const key of keys) {
        const read = ask(key, call);
        if (!reads.includes(read)) reads.push(read);
      }
      // One read of them all, most often.
      const [first] = reads;
      const batches = reads.length === 1 && first ? [await first] : await Promise.all(reads);
      const found = new Map<string, Rows | ProviderError>();
      for (const batch of batches) {
        for (const key of keys) {
          const rows = batch.get(key);
          if (rows !== undefined) found.set(key, rows);
        }
      }
      return found;
    },
    peek: (key, call) => (askedBy.find(call)?.reads.has(key) ? loadOne(key, call) : null),
    prime(key, rows, call) {
      const { reads } = ofCall(call);
      if (!reads.has(key)) reads.set(key, Promise.resolve(new Map([[key, rows]])));
    },
  };
}
