import { z } from 'zod';
import type { Call } from '../../billing/call.ts';
import { createJsonClient, type JsonClient, type Wire } from '../../http/json-client.ts';
import { createPathTag, encodeSegment } from '../../http/path.ts';
import { shareReads } from '../../http/share-reads.ts';
import { limitsOf } from '../account-limits.ts';
import { type NumberedPage, refuseEndlessList, requireAllRows } from '../list-pages.ts';
import type { ProviderSettings } from '../settings.ts';
import { publishedLimits } from './rate-limits.ts';
import { toFields, toReason } from './wire/refusal.ts';

/** JSON over HTTP with one Lago organization. */
export interface LagoClient extends JsonClient {
  /** The account's configured name. */
  readonly provider: string;
  /** Whether lists over all customers may be read. */
  readonly bulk: ProviderSettings['bulk'];
}

/** A page of any list; its rows are not looked at yet. */
export type LagoPage = NumberedPage<unknown>;

/** Rows per page when a list is read for one customer. */
export const customerPageSize = 100;

/** Rows per page when a list is read for the whole organization: Lago sets no upper bound, large pages save calls. */
export const accountPageSize = 250;

/** Lago's routes end a customer's segment at a dot and take what follows for a format, hence %2E. */
export const path = createPathTag((value) => encodeSegment(value).replaceAll('.', '%2E'));

/**
 * Whether a customer's rows have to be read from the lists that are filtered by a query parameter: a proxy that turns
 * %2E back into a dot would make the path mean another customer.
 */
export function needsFilteredList(key: string): boolean {
  return key.includes('.');
}

/** The refusal by which Lago says that there is no such customer. */
export const customerNotFound = ['customer_not_found'] as const;

/** A client for one Lago organization. */
export function createLagoClient(settings: ProviderSettings, wire: Wire): LagoClient {
  const { name: provider, bulk, baseUrl, apiKey, timeoutMs, maxConcurrency } = settings;
  const json = shareReads(
    createJsonClient({
      ...wire,
      provider,
      baseUrl,
      headers: { authorization: `Bearer ${apiKey}` },
      timeoutMs,
      maxConcurrency,
      pipelining: settings.pipelining,
      limits: limitsOf(settings, publishedLimits),
      limitsOfOthers: ['too_many_provider_requests'],
      readReason: toReason,
      readFields: toFields,
    }),
  );
  return { ...json, provider, bulk };
}

const count = z.number().int().nonnegative();

const pageSchema = z
  .object({ rows: z.array(z.unknown()), meta: z.object({ total_pages: count, total_count: count }) })
  .transform(({ rows, meta }) => ({ rows, pages: meta.total_pages, total: meta.total_count }));

/** The envelope of a list. Lago always sends the collection: one that is missing is no empty list. */
export function createPageSchema(collection: string): z.ZodType<LagoPage> {
  return z.compile(
    z
      .record(z.string(), z.unknown())
      .transform((answer) => ({ rows: answer[collection], meta: answer.meta }))
      .pipe(pageSchema),
  );
}

/**
 * The rows of all pages, each once, or null as soon as one page is null. Pages are counted here: an empty answer says
 * that it is page 0, so Lago's own page numbers lead nowhere.
 */
export async function readAllPages(
  provider: string,
  { budget }: Call,
  readPage: (page: number) => Promise<LagoPage | null>,
  idOf: (row: unknown) => string | null = lagoIdOf,
): Promise<readonly unknown[] | null> {
  const pages: LagoPage[] = [];
  let page: LagoPage | null;
  do {
    refuseEndlessList(provider, pages.length + 1);
    // One page is what was foreseen.
    if (pages.length > 0) budget?.extend(provider, 1);
    page = await readPage(pages.length + 1);
    if (page === null) return null;
    pages.push(page);
  } while (page.rows.length > 0 && pages.length < page.pages);
  return requireAllRows(provider, pages, idOf);
}

const identitySchema = z.compile(z.object({ lago_id: z.string() }));

/** The id of a row, or null where it has none. */
export function lagoIdOf(row: unknown): string | null {
  return identitySchema.safeParse(row).data?.lago_id ?? null;
}
