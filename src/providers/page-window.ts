import type { ListRange } from '../billing/customer-list.ts';
import { joinPages, type ListPage, requireAllRows } from './list-pages.ts';

/** Equal pages of a list, counted from 1. */
interface Pages {
  readonly size: number;
  readonly numbers: readonly number[];
}

/**
 * The pages, of at most `largest` rows, that cover a stretch of a list: one page where a size can be found that does not
 * cut the stretch, else as few as there can be.
 */
export function pagesCovering({ offset, limit }: ListRange, largest: number): Pages {
  for (let size = Math.min(limit, largest); size <= largest; size += 1) {
    const page = Math.floor(offset / size);
    if (offset + limit <= (page + 1) * size) return { size, numbers: [page + 1] };
  }
  const first = Math.floor(offset / largest);
  const last = Math.floor((offset + limit - 1) / largest);
  return {
    size: largest,
    numbers: Array.from({ length: last - first + 1 }, (_, index) => first + index + 1),
  };
}

/** A list that is told in pages of any size up to a largest one. */
interface PagedList<Row> {
  readonly provider: string;
  readonly largestPage: number;
  readonly idOf: (row: Row) => string | null;
  readPage(number: number, size: number): Promise<ListPage<Row>>;
}

/** Pages that do not fit together, because the list changed from one to the other, are read again so many times. */
const mostTries = 3;

/**
 * Reads a stretch of a list: the pages that cover it, all at once, cut to the stretch. Throws where rows are missing: the
 * list keeps changing from one page to the other, or a page was cut smaller than asked for, so that its number led
 * elsewhere.
 */
export async function readWindow<Row>(list: PagedList<Row>, range: ListRange): Promise<ListPage<Row>> {
  const { provider, largestPage, idOf, readPage } = list;
  const { size, numbers } = pagesCovering(range, largestPage);
  const offset = ((numbers[0] ?? 1) - 1) * size;
  const lengthOf = (total: number) => Math.min(Math.max(0, total - offset), numbers.length * size);
  for (let tries = 1; ; tries += 1) {
    const pages = await Promise.all(numbers.map((number) => readPage(number, size)));
    const covered = pages.map(({ rows, total }) => ({ rows, total: lengthOf(total) }));
    const isLast = pages.length === 1 || tries === mostTries;
    if (!isLast && joinPages(covered, idOf) === null) continue;
    const start = range.offset - offset;
    return {
      rows: requireAllRows(provider, covered, idOf).slice(start, start + range.limit),
      total: Math.min(...pages.map((page) => page.total)),
    };
  }
}
