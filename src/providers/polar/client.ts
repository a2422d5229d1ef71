import { z } from 'zod';
import type { Call } from '../../billing/call.ts';
import { createJsonClient, type JsonClient, type Wire } from '../../http/json-client.ts';
import { createPathTag, type Path, type Query } from '../../http/path.ts';
import { shareReads } from '../../http/share-reads.ts';
import { limitsOf } from '../account-limits.ts';
import { type NumberedPage, readOtherPages, refuseEndlessList, requireAllRows } from '../list-pages.ts';
import type { ProviderSettings } from '../settings.ts';
import { publishedLimits } from './rate-limits.ts';
import { toFields } from './wire/refusal.ts';

/**
 * Paths of Polar's API, with every value encoded. Lists end with a slash, all else does not: Polar redirects the other.
 */
export const path = createPathTag();

/** A numbered list. */
export interface PolarList {
  readonly path: Path;
  readonly query: Query;
  /** Rows to a page; as many as there can be where it is absent. */
  readonly pageSize?: number;
}

/** JSON over HTTP with one Polar organization. */
export interface PolarClient extends JsonClient {
  /** The account's configured name. */
  readonly provider: string;
  /** One page of a list; its rows are still to be validated, each for its own customer. */
  page(list: PolarList, number: number, call: Call): Promise<NumberedPage<unknown>>;
  /** The rows of all pages; rejects where rows may have slipped from one page to another unseen. */
  rows(list: PolarList, call: Call): Promise<readonly unknown[]>;
}

const apiVersion = '2026-04';

/** The most rows that Polar puts on a page; it cuts a larger limit without a word. */
export const largestPage = 100;

/** A token that Polar has not seen for five minutes may have so many calls under way until the first is answered. */
const mostAtOnce = 60;

const pageSchema = z.compile(
  z
    .object({
      items: z.array(z.unknown()),
      pagination: z.object({ total_count: z.int().nonnegative(), max_page: z.int().nonnegative() }),
    })
    .transform(({ items, pagination }) => ({
      rows: items,
      pages: pagination.max_page,
      total: pagination.total_count,
    })),
);

const identitySchema = z.compile(z.object({ id: z.string() }));

/** A client for one Polar organization. */
export function createPolarClient(settings: ProviderSettings, wire: Wire): PolarClient {
  const provider = settings.name;
  const json = shareReads(
    createJsonClient({
      ...wire,
      provider,
      baseUrl: settings.baseUrl,
      headers: { authorization: `Bearer ${settings.apiKey}`, 'polar-version': apiVersion },
      timeoutMs: settings.timeoutMs,
      maxConcurrency: Math.min(settings.maxConcurrency, mostAtOnce),
      pipelining: settings.pipelining,
      limits: limitsOf(settings, publishedLimits),
      readReason,
      readFields: toFields,
    }),
  );

  function page(list: PolarList, number: number, call: Call): Promise<NumberedPage<unknown>> {
    const query = { ...list.query, limit: list.pageSize ?? largestPage, page: number };
    return json.send({ method: 'GET', path: list.path, query, schema: pageSchema }, call);
  }

  async function rows(list: PolarList, call: Call): Promise<readonly unknown[]> {
    const first = await page(list, 1, call);
    refuseEndlessList(provider, first.pages);
    const pages = await readOtherPages(first, (number) => page(list, number, call));
    return requireAllRows(provider, pages, readId);
  }

  return { ...json, provider, page, rows };
}

/** The id of a row, or null where it has none. */
export function readId(row: unknown): string | null {
  return identitySchema.safeParse(row).data?.id ?? null;
}

/** The text that a 404 of an unknown route or API version has in place of a code. */
export const routeMissing = 'Not Found';

/**
 * Codes are names ("ResourceNotFound", "invalid_token"); what a proxy in between writes in their place is kept out of
 * the log.
 */
const refusalSchema = z.union([
  z.object({ error: z.string().regex(/^\w{1,64}$/) }).transform(({ error }) => error),
  z.strictObject({ detail: z.literal(routeMissing) }).transform(({ detail }) => detail),
]);

/** Polar's code for a refusal. */
function readReason(_status: number, body: unknown): string | null {
  return refusalSchema.safeParse(body).data ?? null;
}

/** The reasons with which Polar says that a resource does not exist, was deleted or is another organization's. */
export const notFound = ['ResourceNotFound'] as const;
