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
    maxConcurrency: settings.maxConcurrency,
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
    const all = [first, ...rest].flatMap((each) => each.rows);
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

const errorBody = z.object({ error: z.string().min(1) });

/**
 * Polar's code for a refusal. An unknown route or API version has none: its 404 is `{"detail":"Not Found"}`, where that
 * of a missing resource says `"error":"ResourceNotFound"`.
 */
function readReason(_status: number, body: unknown): string | null {
  const parsed = errorBody.safeParse(body);
  return parsed.success ? parsed.data.error : null;
}

/** The reasons with which Polar says that a resource does not exist, was deleted or is another organization's. */
export const resourceMissing = ['ResourceNotFound'] as const;
