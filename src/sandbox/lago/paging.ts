import type { SandboxAnswer } from '../http-server.ts';
import { ok } from './answer.ts';
import { serverError } from './errors.ts';
import { readScalar } from './query.ts';

/** One page of a list. */
export interface ListPage<Item> {
  /** The root key. */
  readonly collection: string;
  /** All items, in the list's order. */
  readonly items: readonly Item[];
  readonly query: URLSearchParams;
  /** The parameter that sets the page's size; `per_page` but for past usage. */
  readonly sizeParameter?: string;
}

const defaultSize = 100;
/** What the pagination library takes for a size that is no number. */
const fallbackSize = 25;

/** Answers one page with its `meta`; only the page's own items are serialized. */
export function listPage<Item>(page: ListPage<Item>, serialize: (item: Item) => unknown): SandboxAnswer {
  const { collection, items, query, sizeParameter = 'per_page' } = page;
  const size = readSize(readScalar(query, sizeParameter));
  // The server divides by the size.
  if (size === 0) return serverError();
  const number = Math.max(1, Number.parseInt(readScalar(query, 'page') ?? '', 10) || 1);
  const pages = Math.ceil(items.length / size);
  const meta = {
    current_page: items.length === 0 ? 0 : number,
    next_page: number < pages ? number + 1 : null,
    prev_page: number > 1 && number <= pages ? number - 1 : null,
    total_pages: pages,
    total_count: items.length,
  };
  const shown = items.slice((number - 1) * size, number * size);
  return ok({ [collection]: shown.map(serialize), meta });
}

function readSize(text: string | null): number {
  if (text === null) return defaultSize;
  return /^\d/.test(text) ? Number.parseInt(text, 10) : fallbackSize;
}
