import { readFileSync } from 'node:fs';
import Big from 'big.js';
import { MockAgent } from 'undici';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Call } from '../../../src/billing/call.ts';
import { formatDecimal } from '../../../src/billing/decimal.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { WriteRefusal } from '../../../src/billing/write-refusal.ts';
import { createLagoProvider } from '../../../src/providers/lago/index.ts';
import type { ProviderSettings } from '../../../src/providers/settings.ts';
import { answerLater } from '../../support/answer-later.ts';

/** A JSON record whose fields a test may replace. */
export type Fields = Readonly<Record<string, unknown>>;

/** A request as it reached the upstream. */
export interface SentRequest {
  readonly method: string;
  /** The path below the base URL, still encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: unknown;
  /** The JSON that was sent; null where there was none. */
  readonly body: unknown;
}

/** What the upstream answers: a value as JSON, or text as it is. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Answers every request of one test; undefined is an unknown route. */
export type Upstream = (request: SentRequest) => Answer | undefined;

const origin = 'https://lago.test';
const prefix = '/api/v1';

/** The moment at which all calls of the tests happen. */
export const now = new Date('2026-03-10T12:00:00Z');

/** A fresh request. */
export function createCall(at: Date = now): Call {
  return { signal: new AbortController().signal, now: () => at };
}

/** An adapter in front of an upstream, with all requests that were sent. */
export function createLago(
  upstream: Upstream,
  settings: Partial<ProviderSettings> = {},
): { readonly lago: BillingProvider; readonly sent: readonly SentRequest[] } {
  const sent: SentRequest[] = [];
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent
    .get(origin)
    .intercept({ path: () => true, method: () => true })
    .reply(({ path, method, headers, body: sentBody }) => {
      const url = new URL(path, origin);
      const request = {
        method,
        path: url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) : url.pathname,
        query: Object.fromEntries(listQuery(url.searchParams)),
        headers,
        body: typeof sentBody === 'string' ? JSON.parse(sentBody) : null,
      };
      sent.push(request);
      const { status, body } = upstream(request) ?? refusal(404, 'resource_not_found');
      return {
        statusCode: status,
        data: typeof body === 'string' ? body : JSON.stringify(body),
        responseOptions: { headers: { 'content-type': 'application/json; charset=utf-8' } },
      };
    })
    .persist();
  const lago = createLagoProvider(
    {
      name: 'lago-test',
      kind: 'LAGO',
      baseUrl: `${origin}${prefix}`,
      apiKey: 'key-of-the-test',
      timeoutMs: 5000,
      maxConcurrency: 32,
      bulk: 'auto',
      ...settings,
    },
    { dispatcher: answerLater(agent).dispatcher, onExchange: () => {} },
  );
  return { lago, sent };
}

function listQuery(parameters: URLSearchParams): readonly (readonly [string, string])[] {
  return [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]);
}

/** 200 with a body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** A refusal in Lago's shape. */
export function refusal(status: number, code: string): Answer {
  return { status, body: { status, error: 'Refused', code } };
}

/** A 422 with Lago's codes by field. */
export function complaint(error_details: Fields): Answer {
  return {
    status: 422,
    body: { status: 422, error: 'Unprocessable Entity', code: 'validation_errors', error_details },
  };
}

/** How a promise that has to reject does: the refusal of a write, or what a provider's failure says. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const error = await promise.then(
    () => expect.fail('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof WriteRefusal) return error.refusal;
  if (!(error instanceof ProviderError)) throw error;
  return plain(error);
}

/** One page of a list, cut out of all its rows as Lago does, for the page and size that the request asks for. */
export function listed(collection: string, rows: readonly unknown[], { query }: SentRequest): Answer {
  const size = Number(query.per_page ?? query.periods_count);
  const page = Number(query.page);
  const pages = Math.ceil(rows.length / size);
  return ok({
    [collection]: rows.slice((page - 1) * size, page * size),
    meta: {
      current_page: rows.length === 0 ? 0 : page,
      next_page: page < pages ? page + 1 : null,
      prev_page: page > 1 ? page - 1 : null,
      total_pages: pages,
      total_count: rows.length,
    },
  });
}

/** The text of a file in fixtures/. */
export function fixtureText(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8');
}

const fixtureSchema = z.record(z.string(), z.unknown());
const rowsSchema = z.array(fixtureSchema);

/** The record, or the first row, that a file in fixtures/ holds under a name. */
export function fixtureRecord(file: string, name: string): Fields {
  const found = fixtureSchema.parse(JSON.parse(fixtureText(file)))[name];
  return fixtureSchema.parse(Array.isArray(found) ? rowsSchema.parse(found)[0] : found);
}

/** Answers a list of subscriptions: active ones of the customer, with these external ids. */
export function subscribed(owner: string, ...ids: readonly string[]): (request: SentRequest) => Answer {
  const row = fixtureRecord('subscriptions', 'subscriptions');
  const rows = ids.map((external_id, index) => ({
    ...row,
    lago_id: `${owner}-${index}`,
    external_customer_id: owner,
    external_id,
  }));
  return (request) => listed('subscriptions', rows, request);
}

/** Answers by path, as it is sent; any other path is an unknown route. */
export function routes(answers: Readonly<Record<string, (request: SentRequest) => Answer>>): Upstream {
  return (request) => answers[request.path]?.(request);
}

/** "GET /path?name=value" of each request, decoded except for the path. */
export function linesOf(sent: readonly SentRequest[]): readonly string[] {
  return sent.map(({ method, path, query }) => {
    const text = Object.entries(query).map(([name, value]) => `${name}=${value}`);
    return `${method} ${path}${text.length === 0 ? '' : `?${text.join('&')}`}`;
  });
}

/** The value with every decimal as text and every date as ISO text, so that it compares with plain literals. */
export function plain(value: unknown): unknown {
  if (value instanceof Big) return formatDecimal(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ProviderError) {
    return { failure: value.failure, reason: value.reason, detail: value.detail };
  }
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, plain(each)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  }
  return value;
}
