import { LRUCache } from 'lru-cache';
import type { ListPosition, Stretch } from './list-position.ts';
import type { Known } from './memory.ts';

/** A stretch of a list of customers, as it is asked for. */
export interface StretchKey {
  /** The account's configured name. */
  readonly account: string;
  /** What tells the list from all others of the account. */
  readonly list: string;
  readonly position: ListPosition;
  /** Rows, at most. */
  readonly limit: number;
}

/** Stretches of lists that were read, within so much memory: who was not asked for for longest goes first. */
export interface KnownStretches {
  find(audience: string, key: StretchKey): Known<Stretch> | null;
  /** The bytes are those of its customers, about. */
  keep(audience: string, key: StretchKey, known: Known<Stretch> & { readonly bytes: number }): void;
  /** Drops all lists of an account. */
  forget(account: string): void;
}

const bytesOfEntry = 400;

/** No stretch takes the place of all others. */
const mostOfAll = 1 / 4;

/** Stretches that take so many bytes at most, as far as that can be told. */
export function createKnownStretches(maxBytes: number): KnownStretches {
  const maxEntrySize = Math.ceil(maxBytes * mostOfAll);
  const entries = new LRUCache<string, Known<Stretch>>({ maxSize: maxBytes, maxEntrySize });
  // Those of an account are dropped by never asking for them again: nobody can list them.
  const generations = new Map<string, number>();
  const generationOf = (account: string) => generations.get(account) ?? 0;

  const nameOf = (audience: string, { account, list, position, limit }: StretchKey) =>
    JSON.stringify([account, generationOf(account), audience, list, position, limit]);

  return {
    find: (audience, key) => entries.get(nameOf(audience, key)) ?? null,
    keep(audience, key, { value, asOf, bytes }) {
      const name = nameOf(audience, key);
      entries.set(name, { value, asOf }, { size: bytes + bytesOfEntry + 2 * name.length });
    },
    forget: (account) => void generations.set(account, generationOf(account) + 1),
  };
}
