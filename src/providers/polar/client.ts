import { z } from 'zod';
import type { Call } from '../../billing/call.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { createJsonClient, type JsonClient, type Wire } from '../../http/json-client.ts';
import { createPathTag, type Path, type Query } from '../../http/path.ts';
import type { ProviderSettings } from '../settings.ts';

/** Paths of Polar's API, with every value encoded. Lists end with a slash, all else does not: Polar redirects the other. */
export const polarPath = createPathTag();

/** A numbered list. */
export interface PolarList {
  readonly path: Path;
  readonly query: Query;
}

/** One page of a list; its rows are still to be validated, each for its own customer. */
interface PolarPage {
  readonly rows: readonly unknown[];
  readonly pages: number;
  readonly total: number;
}

/** JSON over HTTP with one Polar organization. */
export interface PolarClient extends JsonClient {
  /** The account's configured name. */
  readonly provider: string;
  /** Pages count from 1. */
  page(list: PolarList, number: number, call: Call): Promise<PolarPage>;
  /** The rows of all pages; rejects where rows may have slipped from one page to another unseen. */
  rows(list: PolarList, call: Call): Promise<readonly unknown[]>;
}

const apiVersion = '2026-04';

/** The most that Polar gives; it cuts a larger limit without a word. */
const pageSize = 100;

/** A list that claims to be longer is not followed. */
const mostPages = 1000;

/** A token that Polar has not seen for five minutes may have so many calls under way until the first is answered. */
const mostAtOnce = 60;

const envelope = z.object({
  items: z.array(z.unknown()),
  pagination: z.object({ total_count: z.int().nonnegative(), max_page: z.int().nonnegative() }),
});

/** A client for one Polar organization. */
export function createPolarClient(settings: ProviderSettings, wire: Wire): PolarClient {
  const provider = settings.name;
  const json = createJsonClient({
    ...wire,
    provider,
    baseUrl: settings.baseUrl,
    headers: { authorization: `Bearer ${settings.apiKey}`, 'polar-version': apiVersion },
    timeoutMs: settings.timeoutMs,
    maxConcurrency: Math.min(settings.maxConcurrency, mostAtOnce),
    readReason,
  });

  async function page(list: PolarList, number: number, call: Call): Promise<PolarPage> {
    const query = { ...list.query, limit: pageSize, page: number };
    const { items, pagination } = await json.send(
      { method: 'GET', path: list.path, query, schema: envelope },
      call,
    );
    return { rows: items, pages: pagination.max_page, total: pagination.total_count };
  }

  async function rows(list: PolarList, call: Call): Promise<readonly unknown[]> {
    const first = await page(list, 1, call);
    if (first.pages <= 1) return first.rows;
    if (first.pages > mostPages) {
      throw new ProviderError({ provider, failure: 'bad-response', detail: 'too many pages' });
    }
    const numbers = Array.from({ length: first.pages - 1 }, (_, index) => index + 2);
    const rest = await Promise.all(numbers.map((number) => page(list, number, call)));
    const all = eachOnce([first, ...rest].flatMap((each) => each.rows));
    if (all.length >= first.total) return all;
    // Pages are cut by offset: a row that goes away while they are read moves another one onto a page already read.
    throw new ProviderError({
      provider,
      failure: 'unavailable',
      detail: 'the list changed while it was read',
    });
  }

  return { ...json, provider, page, rows };
}

const identity = z.object({ id: z.string() });

/** A row that is added while pages are read pushes another one onto the next page, which then comes twice. */
function eachOnce(rows: readonly unknown[]): readonly unknown[] {
  const byId = new Map<unknown, unknown>();
  for (const row of rows) byId.set(identity.safeParse(row).data?.id ?? row, row);
  return [...byId.values()];
}

/** The text that a 404 of an unknown route or API version has in place of a code. */
export const routeMissing = 'Not Found';

/** Codes are names ("ResourceNotFound", "invalid_token"); what a proxy in between writes in their place is kept out of the log. */
const refusal = z.union([
  z.object({ error: z.string().regex(/^\w{1,64}$/) }).transform(({ error }) => error),
  z.strictObject({ detail: z.literal(routeMissing) }).transform(({ detail }) => detail),
]);

/** Polar's code for a refusal. */
function readReason(_status: number, body: unknown): string | null {
  return refusal.safeParse(body).data ?? null;
}

/** The reasons with which Polar says that a resource does not exist, was deleted or is another organization's. */
export const resourceMissing = ['ResourceNotFound'] as const;
