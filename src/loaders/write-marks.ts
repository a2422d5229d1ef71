import { LRUCache } from 'lru-cache';
import type { CustomerReference } from '../billing/customer-write.ts';
import { nameOf } from './customer-place.ts';

/** Some customers of an account, by keys and external ids. */
export interface NamedCustomers {
  /** The account's configured name. */
  readonly account: string;
  readonly customers: readonly CustomerReference[];
}

/** When what was written, counted in writes: a read that began before one is not known to have seen it. */
export interface WriteMarks {
  /** What is marked from now on came after it. */
  now(): number;
  mark(written: NamedCustomers): void;
  /** Whether nothing was written to the account since then. */
  isAccountUntouched(account: string, since: number): boolean;
  /** Whether none of the customers was written to since then, under any of these names. */
  areUntouched(named: NamedCustomers, since: number): boolean;
}

/** Names whose marks are kept; what was marked before them counts as marked when the last one of those was. */
const mostNames = 10_000;

/** No writes yet. */
export function createWriteMarks(): WriteMarks {
  let writes = 0;
  let forgotten = 0;
  const accounts = new Map<string, number>();
  const customers = new LRUCache<string, number>({
    max: mostNames,
    dispose(write, _name, reason) {
      if (reason === 'evict') forgotten = Math.max(forgotten, write);
    },
  });

  return {
    now: () => writes,
    mark({ account, customers: written }) {
      writes += 1;
      accounts.set(account, writes);
      for (const reference of written) customers.set(nameOf({ account, reference }), writes);
    },
    isAccountUntouched: (account, since) => (accounts.get(account) ?? 0) <= since,
    areUntouched: ({ account, customers: named }, since) =>
      forgotten <= since &&
      named.every((reference) => (customers.peek(nameOf({ account, reference })) ?? 0) <= since),
  };
}
