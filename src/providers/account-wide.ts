import { keepProviderError } from '../billing/batch.ts';

/** A page of a list that holds every customer's rows. */
export interface AccountWidePage<Row> {
  readonly rows: readonly Row[];
  readonly pages: number;
  readonly total: number;
}

/** How to read such a list. */
interface AccountWideList<Row> {
  /** Pages count from 1. */
  page(number: number): Promise<AccountWidePage<Row>>;
  /** The customer, by key, that a row belongs to. */
  ownerOf(row: Row): string;
}

/** Below so many customers the account-wide list is not tried: its page would mostly hold other customers' rows. */
const fewestCustomers = 5;
const rememberedMs = 10 * 60 * 1000;

/** Reads lists that hold every customer's rows, where that takes fewer calls than asking for each customer. */
export interface AccountWideReader<Row> {
  /**
   * The rows of the customers asked for, or null where they have to be asked one by one: it takes fewer calls, or the
   * list cannot be relied on.
   */
  read(
    keys: readonly string[],
    list: AccountWideList<Row>,
    now: Date,
  ): Promise<ReadonlyMap<string, readonly Row[]> | null>;
}

/**
 * A reader for one list of one account. It learns from a first page how many pages there are, and remembers that for a
 * while so that a large account is not probed again and again. `never` always answers null.
 */
export function createAccountWideReader<Row>(bulk: 'auto' | 'never'): AccountWideReader<Row> {
  let known = { pages: 0, at: 0 };

  return {
    async read(keys, list, now) {
      if (bulk === 'never' || keys.length < fewestCustomers) return null;
      const remembered = now.getTime() - known.at < rememberedMs;
      if (remembered && known.pages >= keys.length) return null;

      try {
        const first = await list.page(1);
        known = { pages: first.pages, at: now.getTime() };
        if (first.pages - 1 >= keys.length) return null;

        const rest = await Promise.all(
          Array.from({ length: Math.max(0, first.pages - 1) }, (_, index) => list.page(index + 2)),
        );
        const rows = [first, ...rest].flatMap((page) => page.rows);
        // Rows move between pages when others are deleted meanwhile; a list that does not add up proves no absence.
        const whole = rest.every((page) => page.total === first.total) && rows.length >= first.total;
        return whole ? groupBy(rows, list.ownerOf, new Set(keys)) : null;
      } catch (error) {
        // What is wrong with a row of somebody else must not cost the customers asked for.
        if (keepProviderError(error).failure === 'bad-response') return null;
        throw error;
      }
    },
  };
}

function groupBy<Row>(
  rows: readonly Row[],
  ownerOf: (row: Row) => string,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const owner = ownerOf(row);
    if (!wanted.has(owner)) continue;
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [row]);
    else group.push(row);
  }
  return groups;
}
