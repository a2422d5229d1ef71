import { z } from 'zod';
import type { Call } from '../../billing/call.ts';
import { externalIdProblem } from '../../billing/customer.ts';
import type { ListRange } from '../../billing/customer-list.ts';
import { createJsonClient, type JsonClient, type Wire } from '../../http/json-client.ts';
import { createPathTag, type Path, type Query } from '../../http/path.ts';
import { noLimits } from '../../http/rate-limit.ts';
import { shareReads } from '../../http/share-reads.ts';
import { limitsOf } from '../account-limits.ts';
import { distinctKeys } from '../distinct-keys.ts';
import { type ListPage, refuseEndlessList, requireAllRows } from '../list-pages.ts';
import type { ProviderSettings } from '../settings.ts';
import { toFields, toReason } from './wire/refusal.ts';

/** What narrows a `POST …/search`. An empty list of ids would not narrow at all, so none is ever sent. */
type SearchFilter = Readonly<Record<string, string | readonly string[]>>;

/** One stretch of a `POST …/search`. */
interface SearchWindow {
  readonly path: Path;
  /** What narrows and sorts it. */
  readonly filter: Readonly<Record<string, unknown>>;
  /** At least one row, at most `largestPage`. */
  readonly page: ListRange;
}

/** One Flexprice account, and the ways in which its lists are read. */
export interface FlexpriceClient extends JsonClient {
  /** The account's configured name. */
  readonly provider: string;
  /** The rows of all pages of a `POST …/search`, not validated yet. */
  search(path: Path, filter: SearchFilter, call: Call): Promise<readonly unknown[]>;
  /** The rows of one stretch, in exactly one call, not validated yet. */
  searchWindow(window: SearchWindow, call: Call): Promise<ListPage<unknown>>;
  /** The rows of all pages of a `GET` list, not validated yet. */
  list(path: Path, filter: Query, call: Call): Promise<readonly unknown[]>;
}

/** Builds the paths of this API. */
export const path = createPathTag();

/** The refusal by which Flexprice says that the entity of a single-entity route does not exist. */
export const notFound = ['not_found'] as const;

/** Rows in one page of a list, at most. */
export const largestPage = 1000;

/** Rows are validated one by one, so that a bad one costs its own customer only. Some lists say null for none. */
const pageSchema = z.compile(
  z
    .object({
      items: z.array(z.unknown()).nullable(),
      pagination: z.object({ total: z.int().nonnegative() }),
    })
    .transform(({ items, pagination }) => ({ rows: items ?? [], total: pagination.total })),
);

const identitySchema = z.compile(z.object({ id: z.string() }));

/** A client for one Flexprice account. */
export function createFlexpriceClient(settings: ProviderSettings, wire: Wire): FlexpriceClient {
  const { name: provider, baseUrl, timeoutMs, maxConcurrency } = settings;
  const limits = limitsOf(settings, () => noLimits);
  const headers = { 'x-api-key': settings.apiKey };
  const json = shareReads(
    createJsonClient({
      ...wire,
      provider,
      baseUrl,
      headers,
      timeoutMs,
      maxConcurrency,
      pipelining: settings.pipelining,
      limits,
      readReason: toReason,
      readFields: toFields,
    }),
  );
  const searchWindow: FlexpriceClient['searchWindow'] = ({ path, filter, page: { limit, offset } }, call) =>
    json.send({ method: 'POST', path, body: { ...filter, limit, offset }, schema: pageSchema }, call);
  return {
    ...json,
    provider,
    searchWindow,
    search: (path, filter, call) =>
      readPages(provider, call, (offset) =>
        searchWindow({ path, filter, page: { limit: largestPage, offset } }, call),
      ),
    list: (path, filter, call) =>
      readPages(provider, call, (offset) => {
        const query = { ...filter, limit: largestPage, offset };
        return json.send({ method: 'GET', path, query, schema: pageSchema }, call);
      }),
  };
}

/** Counts the rows itself: `pagination.offset` of an answer is the next offset on some routes and its own on others. */
async function readPages(
  provider: string,
  { budget }: Call,
  readPage: (offset: number) => Promise<ListPage<unknown>>,
): Promise<readonly unknown[]> {
  const pages: ListPage<unknown>[] = [];
  let page: ListPage<unknown>;
  let offset = 0;
  do {
    refuseEndlessList(provider, pages.length + 1);
    // One page is what was foreseen.
    if (pages.length > 0) budget?.extend(provider, 1);
    page = await readPage(offset);
    pages.push(page);
    offset += page.rows.length;
  } while (page.rows.length > 0 && offset < page.total);
  return requireAllRows(provider, pages, idOf);
}

/** The id of a row, or null where it has none. */
export function idOf(row: unknown): string | null {
  return identitySchema.safeParse(row).data?.id ?? null;
}

/**
 * Whether a path can carry the text: Flexprice decodes a path before it routes, so that an id with "/" would meet its
 * answer for an unknown route.
 */
export function isRoutable(text: string): boolean {
  return externalIdProblem(text) === null && !text.includes('/');
}

/** The keys, each once, that a path can carry. The others come from forged ids and name nobody. */
export function routableKeys(keys: readonly string[]): readonly string[] {
  return distinctKeys(keys).filter(isRoutable);
}
