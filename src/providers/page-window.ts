import type { ListRange } from '../billing/customer-list.ts';
import type { ListPage } from './list-pages.ts';

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

/** Reads a stretch of a list that is told in pages: those that cover it, all at once, cut to the stretch. */
export async function readWindow<Row>(
  range: ListRange,
  largest: number,
  readPage: (number: number, size: number) => Promise<ListPage<Row>>,
): Promise<ListPage<Row>> {
  const { size, numbers } = pagesCovering(range, largest);
  const pages = await Promise.all(numbers.map((number) => readPage(number, size)));
  const rows = pages.flatMap((page) => page.rows);
  const start = range.offset - ((numbers[0] ?? 1) - 1) * size;
  return {
    rows: rows.slice(start, start + range.limit),
    total: Math.min(...pages.map((page) => page.total)),
  };
}
