import { z } from 'zod';
import type { Call } from '../../billing/call.ts';
import { externalIdProblem } from '../../billing/customer.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { createJsonClient, type JsonClient, type Wire } from '../../http/json-client.ts';
import { createPathTag, type Path, type Query } from '../../http/path.ts';
import type { ProviderSettings } from '../settings.ts';
import { toReason } from './wire/refusal.ts';

/** What narrows a `POST …/search`. An empty list of ids would not narrow at all, so none is ever sent. */
type SearchFilter = Readonly<Record<string, string | readonly string[]>>;

/** One Flexprice account, and the two ways in which its lists are read. */
export interface FlexpriceClient extends JsonClient {
  /** The account's configured name. */
  readonly provider: string;
  /** The rows of all pages of a `POST …/search`, not validated yet. */
  search(path: Path, filter: SearchFilter, call: Call): Promise<readonly unknown[]>;
  /** The rows of all pages of a `GET` list, not validated yet. */
  list(path: Path, filter: Query, call: Call): Promise<readonly unknown[]>;
}

/** Builds the paths of this API. */
export const path = createPathTag();

/** The refusal by which Flexprice says that the entity of a single-entity route does not exist. */
export const notFound = ['not_found'] as const;

const largestPage = 1000;

/** Rows are validated one by one, so that a bad one costs its own customer only. Some lists say null for none. */
const page = z.object({
  items: z.array(z.unknown()).nullable(),
  pagination: z.object({ total: z.int().nonnegative() }),
});

type Page = z.infer<typeof page>;

/** A client for one Flexprice account. */
export function createFlexpriceClient(settings: ProviderSettings, wire: Wire): FlexpriceClient {
  const { name: provider, baseUrl, timeoutMs, maxConcurrency } = settings;
  const headers = { 'x-api-key': settings.apiKey };
  const client = createJsonClient({
    ...wire,
    provider,
    baseUrl,
    headers,
    timeoutMs,
    maxConcurrency,
    readReason: toReason,
  });
  return {
    ...client,
    provider,
    search: (path, filter, call) =>
      readPages(provider, (offset) => {
        const body = { ...filter, limit: largestPage, offset };
        return client.send({ method: 'POST', path, body, schema: page }, call);
      }),
    list: (path, filter, call) =>
      readPages(provider, (offset) => {
        const query = { ...filter, limit: largestPage, offset };
        return client.send({ method: 'GET', path, query, schema: page }, call);
      }),
  };
}

/** Counts the rows itself: `pagination.offset` of an answer is the next offset on some routes and its own on others. */
async function readPages(
  provider: string,
  readPage: (offset: number) => Promise<Page>,
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  let total = 0;
  for (;;) {
    const { items, pagination } = await readPage(rows.length);
    // A row that left the list meanwhile has pulled another one onto a page that was already read.
    if (pagination.total < total) {
      throw new ProviderError({
        provider,
        failure: 'unavailable',
        detail: 'the list changed between its pages',
      });
    }
    total = pagination.total;
    rows.push(...(items ?? []));
    if (rows.length >= total) return rows;
    if (!items?.length) {
      throw new ProviderError({ provider, failure: 'bad-response', detail: 'fewer rows than the total' });
    }
  }
}

/** Throws where an answer is about another customer than the one asked for. */
export function refuseAnotherCustomer(provider: string, asked: string, answered: string): void {
  if (answered !== asked) {
    throw new ProviderError({ provider, failure: 'bad-response', detail: 'another customer' });
  }
}

/**
 * The keys, each once, that a path can carry. The others come from forged ids and name nobody: Flexprice decodes a path
 * before it routes, so that an id with "/" would meet its answer for an unknown route.
 */
export function routableKeys(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].filter((key) => externalIdProblem(key) === null && !key.includes('/'));
}
