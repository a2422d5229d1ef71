import { z } from 'zod';
import { ProviderError } from '../../billing/provider-error.ts';
import { createJsonClient, type JsonClient, type Wire } from '../../http/json-client.ts';
import { createPathTag, encodeSegment } from '../../http/path.ts';
import type { AccountWidePage } from '../account-wide.ts';
import type { ProviderSettings } from '../settings.ts';

/** One Lago organization and how to ask it. */
export interface LagoAccount {
  /** The account's configured name, which its errors carry. */
  readonly provider: string;
  /** Whether lists over all customers may be read. */
  readonly bulk: ProviderSettings['bulk'];
  readonly client: JsonClient;
}

/** A page of any list; its rows are not looked at yet. */
export type LagoPage = AccountWidePage<unknown>;

/** Rows per page when a list is read for one customer. */
export const customerPageSize = 100;

/** Rows per page when a list is read for the whole organization: Lago sets no upper bound, large pages save calls. */
export const accountPageSize = 250;

/** Lago's routes end a customer's segment at a dot and take what follows for a format, hence %2E. */
export const path = createPathTag((value) => encodeSegment(value).replaceAll('.', '%2E'));

const refusalSchema = z.object({ code: z.string() });

/** The account that the settings describe. */
export function createLagoAccount(settings: ProviderSettings, wire: Wire): LagoAccount {
  const { name: provider, bulk, baseUrl, apiKey, timeoutMs, maxConcurrency } = settings;
  const client = createJsonClient({
    ...wire,
    provider,
    baseUrl,
    headers: { authorization: `Bearer ${apiKey}` },
    timeoutMs,
    maxConcurrency,
    readReason,
  });
  return { provider, bulk, client };
}

/** A server that is in trouble, or that refuses the key, has not looked for anything. */
function readReason(status: number, body: unknown): string | null {
  const code = refusalSchema.safeParse(body).data?.code ?? null;
  return code?.endsWith('_not_found') && status !== 404 ? null : code;
}

const count = z.number().int().nonnegative();

const pageSchema = z
  .object({ rows: z.array(z.unknown()), meta: z.object({ total_pages: count, total_count: count }) })
  .transform(({ rows, meta }) => ({ rows, pages: meta.total_pages, total: meta.total_count }));

/** The envelope of a list. Lago always sends the collection: one that is missing is no empty list. */
export function createPageSchema(collection: string): z.ZodType<LagoPage> {
  return z
    .record(z.string(), z.unknown())
    .transform((answer) => ({ rows: answer[collection], meta: answer.meta }))
    .pipe(pageSchema);
}

/**
 * The rows of all pages, or null as soon as one page is null. Pages are counted here: an empty answer says that it is
 * page 0, so Lago's own page numbers lead nowhere.
 */
export async function readAllPages(
  provider: string,
  readPage: (page: number) => Promise<LagoPage | null>,
): Promise<readonly unknown[] | null> {
  const first = await readPage(1);
  if (first === null) return null;
  const rows = [...first.rows];
  for (let page = 2, pages = first.pages; page <= pages; page += 1) {
    const next = await readPage(page);
    if (next === null) return null;
    rows.push(...next.rows);
    pages = next.rows.length === 0 ? 0 : next.pages;
  }
  // A row that left the list meanwhile has pulled another one onto a page that was already read.
  if (rows.length < first.total) {
    throw new ProviderError({
      provider,
      failure: 'unavailable',
      detail: 'the list changed between its pages',
    });
  }
  return rows;
}
