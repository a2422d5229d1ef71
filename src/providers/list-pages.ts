import { ProviderError } from '../billing/provider-error.ts';
import { distinctRows } from './distinct-rows.ts';

/** One page of a list. */
export interface ListPage<Row> {
  readonly rows: readonly Row[];
  /** How many rows the whole list had when the page was cut. */
  readonly total: number;
}

/** One page of a list that counts its pages, from 1. */
export interface NumberedPage<Row> extends ListPage<Row> {
  readonly pages: number;
}

/** A list that claims to be longer is not followed. */
export const mostPages = 1000;

/** Throws where so many pages are more than any list has that can be read within a request. */
export function refuseEndlessList(provider: string, pages: number): void {
  if (pages <= mostPages) return;
  throw new ProviderError({ provider, failure: 'bad-response', detail: 'too many pages' });
}

/** All pages of the list, of which the first is there; the others are read at once. */
export async function readOtherPages<Row>(
  first: NumberedPage<Row>,
  readPage: (number: number) => Promise<NumberedPage<Row>>,
): Promise<readonly NumberedPage<Row>[]> {
  const numbers = Array.from({ length: Math.max(0, first.pages - 1) }, (_, index) => index + 2);
  return [first, ...(await Promise.all(numbers.map((number) => readPage(number))))];
}

/**
 * The rows of all pages, each once, or null where one may be missing. Providers cut pages by offset: a row that is added
 * while they are read pushes another one onto the next page, which then comes twice; a row that goes away pulls another
 * one onto a page already read, which then never comes. So there have to be as many different rows as the list had when
 * its first page was cut. A single page cannot overlap with another.
 */
export function joinPages<Row>(
  pages: readonly ListPage<Row>[],
  idOf: (row: Row) => string | null,
): readonly Row[] | null {
  const total = pages[0]?.total ?? 0;
  const rows = rowsOf(pages, idOf);
  return rows.length >= total && pages.every((page) => page.total >= total) ? rows : null;
}

function rowsOf<Row>(pages: readonly ListPage<Row>[], idOf: (row: Row) => string | null): readonly Row[] {
  const [first] = pages;
  if (pages.length === 1 && first !== undefined) return first.rows;
  return distinctRows(
    pages.flatMap((page) => page.rows),
    idOf,
  );
}

/**
 * The rows of all pages, each once; throws where one may be missing: `unavailable` where the list changed while it was
 * read, since reading it again may well help, and `bad-response` where it just has fewer rows than it says.
 */
export function requireAllRows<Row>(
  provider: string,
  pages: readonly ListPage<Row>[],
  idOf: (row: Row) => string | null,
): readonly Row[] {
  const rows = joinPages(pages, idOf);
  if (rows !== null) return rows;
  throw hasChanged(pages, idOf)
    ? new ProviderError({ provider, failure: 'unavailable', detail: 'the list changed while it was read' })
    : new ProviderError({ provider, failure: 'bad-response', detail: 'fewer rows than the total' });
}

function hasChanged<Row>(pages: readonly ListPage<Row>[], idOf: (row: Row) => string | null): boolean {
  const rows = pages.flatMap((page) => page.rows);
  const totals = new Set(pages.map(({ total }) => total));
  return totals.size > 1 || distinctRows(rows, idOf).length < rows.length;
}
