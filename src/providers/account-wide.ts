import { keepProviderError } from '../billing/batch.ts';
import { joinPages, mostPages, type NumberedPage, readOtherPages } from './list-pages.ts';

/** How to read a list that holds every customer's rows. */
interface AccountWideList<Row> {
  page(number: number): Promise<NumberedPage<Row>>;
  /** What a row is told apart by; null where it has no id. */
  idOf(row: Row): string | null;
  /** The customer, by key, that a row belongs to. */
  ownerOf(row: Row): string;
}

/** Below so many customers the account-wide list is not tried: its page would mostly hold other customers' rows. */
export const fewestCustomers = 5;
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
      const affordable = Math.min(keys.length, mostPages);
      if (remembered && known.pages >= affordable) return null;

      try {
        const first = await list.page(1);
        known = { pages: first.pages, at: now.getTime() };
        if (first.pages > affordable) return null;

        const rows = joinPages(await readOtherPages(first, list.page), list.idOf);
        // A list that lacks a row proves no absence.
        return rows && groupBy(rows, list.ownerOf, new Set(keys));
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
