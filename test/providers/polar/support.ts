import { readFileSync } from 'node:fs';
import Big from 'big.js';
import { MockAgent } from 'undici';
import type { Batch } from '../../../src/billing/batch.ts';
import type { Call } from '../../../src/billing/call.ts';
import { formatDecimal } from '../../../src/billing/decimal.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { type Refusal, WriteRefusal } from '../../../src/billing/write-refusal.ts';
import { parseExactJson } from '../../../src/http/exact-json.ts';
import type { ProviderCall } from '../../../src/http/provider-call.ts';
import { createPolarProvider } from '../../../src/providers/polar/index.ts';
import type { ProviderSettings } from '../../../src/providers/settings.ts';
import { answerLater } from '../../support/answer-later.ts';

const origin = 'https://polar.test';

/** A request as Polar would see it. */
export interface SeenRequest {
  readonly method: string;
  /** Raw, as sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON that was sent; undefined without a body. */
  readonly body: unknown;
}

/** What the fake Polar answers; `text` is sent as it is, `json` as JSON. */
export interface FakeAnswer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A provider in front of a fake Polar, with all that was sent to it. */
export interface FakePolar {
  readonly provider: BillingProvider;
  readonly requests: readonly SeenRequest[];
  readonly exchanges: readonly ProviderCall[];
  /** How many calls were made, answered or not. */
  dispatched(): number;
  /** Method, path and query of every request, in the order in which they were sent. */
  sent(): readonly string[];
}

/** An adapter whose every request is answered by the function. Nothing reaches the network. */
export function fakePolar(
  answer: (request: SeenRequest) => FakeAnswer,
  settings: Partial<ProviderSettings> = {},
): FakePolar {
  const requests: SeenRequest[] = [];
  const exchanges: ProviderCall[] = [];
  const agent = new MockAgent();
  agent.disableNetConnect();
  const anything = { path: () => true, method: () => true };
  agent
    .get(origin)
    .intercept(anything)
    .reply(({ method, path, headers, body }) => {
      const [route = '', query = ''] = path.split('?');
      const seen = {
        method,
        path: route,
        query: new URLSearchParams(query),
        headers: plainHeaders(headers),
        body: typeof body === 'string' ? JSON.parse(body) : undefined,
      };
      requests.push(seen);
      const { status = 200, json, text, headers: extra } = answer(seen);
      const type = text === undefined ? { 'content-type': 'application/json' } : {};
      return {
        statusCode: status,
        data: text ?? JSON.stringify(json),
        responseOptions: { headers: { ...type, ...extra } },
      };
    })
    .persist();
  const { dispatcher, dispatched } = answerLater(agent);
  const provider = createPolarProvider(
    {
      name: 'polar-eu',
      kind: 'POLAR',
      baseUrl: origin,
      apiKey: 'polar_oat_invented',
      timeoutMs: 10_000,
      maxConcurrency: 64,
      bulk: 'auto',
      ...settings,
    },
    { dispatcher, onExchange: (exchange) => exchanges.push(exchange) },
  );
  const sent = () =>
    requests.map(({ method, path, query }) => `${method} ${path}${query.size === 0 ? '' : `?${query}`}`);
  return { provider, requests, exchanges, dispatched, sent };
}

function plainHeaders(headers: Headers | Record<string, string> = {}): Record<string, string> {
  return headers instanceof Headers ? Object.fromEntries(headers) : headers;
}

/** What time it is in the tests. */
export const now = new Date('2026-03-10T12:00:00Z');

/** A request's call, at the given time, without the time to try anything again. */
export function createCall(time: Date = now): Call {
  return { signal: new AbortController().signal, now: () => time, deadline: 0 };
}

/** A JSON object. */
export type Row = Readonly<Record<string, unknown>>;

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A row as Polar sends it, with some of its fields changed; objects within it are changed field by field. */
export function fixture(name: string, changes: Row = {}): Row {
  const url = new URL(`./fixtures/${name}.json`, import.meta.url);
  const row: unknown = JSON.parse(readFileSync(url, 'utf8'));
  if (!isRow(row)) throw new Error(`${name} is not a row`);
  return changed(row, changes);
}

/** The row with some of its fields changed; a field changed to undefined is left out. */
function changed(row: Row, changes: Row): Row {
  const entries = Object.entries({ ...row, ...changes }).map(([key, value]) => {
    const before = row[key];
    return [key, isRow(before) && isRow(value) ? changed(before, value) : value] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** A list answer whose rows all fit on one page. */
export function list(...rows: readonly unknown[]): FakeAnswer {
  return page(rows, { total: rows.length, pages: rows.length === 0 ? 0 : 1 });
}

/** One page of a longer list. */
export function page(
  rows: readonly unknown[],
  { total, pages }: { readonly total: number; readonly pages: number },
): FakeAnswer {
  return { json: { items: rows, pagination: { total_count: total, max_page: pages } } };
}

/** Refusals as Polar words them. */
export const refusals = {
  missing: { status: 404, json: { error: 'ResourceNotFound', detail: 'Not found' } },
  unknownRoute: { status: 404, json: { detail: 'Not Found' } },
  missingPage: { status: 404, text: '<html></html>', headers: { 'content-type': 'text/html' } },
  insufficientScope: {
    status: 403,
    json: { error: 'insufficient_scope', error_description: 'The token lacks a scope.' },
  },
} as const;

/** One entry of a 422's `detail`; Polar echoes the input. */
export function complaint(loc: readonly (string | number)[], type = 'value_error', msg = 'Value error'): Row {
  return { type, loc: ['body', ...loc], msg, input: 'mira@orchard.example' };
}

/** A body that does not fit the schema. */
export function misfit(...detail: readonly Row[]): FakeAnswer {
  return { status: 422, json: { error: 'RequestValidationError', detail } };
}

/** A body that fits the schema and breaks a rule. */
export function brokenRule(...detail: readonly Row[]): FakeAnswer {
  return { status: 422, json: { error: 'PolarRequestValidationError', detail } };
}

/** Why a write was refused. */
export async function refusalOf(write: Promise<unknown>): Promise<Refusal> {
  const error = await errorOf(write);
  if (error instanceof WriteRefusal) return error.refusal;
  throw new Error(`not refused, but ${error}`);
}

/** The failure of a call. */
export async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await errorOf(call);
  if (error instanceof ProviderError) return error;
  throw new Error(`no ProviderError, but ${error}`);
}

/** Everything that comes. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'all went well',
    (error: unknown) => error,
  );
}

/** An id like Polar's, made from a number. */
export function polarId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The value with its decimals as text and its times as ISO text, so that it can be compared and read. */
export function plain(value: unknown): unknown {
  if (value instanceof Big) return formatDecimal(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ProviderError) return `${value.failure}: ${value.reason ?? value.detail}`;
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, each]) => [String(key), plain(each)]));
  }
  if (Array.isArray(value)) return value.map(plain);
  if (isRow(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  return value;
}

/** The value of the key; an error of that key is thrown. */
export function valueAt<Value>(batch: Batch<Value>, key: string): Value {
  const value = batch.get(key);
  if (value instanceof ProviderError) throw value;
  if (value === undefined) throw new Error(`nothing for ${key}`);
  return value;
}

/** What the text is parsed to when it comes from Polar: numbers keep their digits. */
export const parsed = parseExactJson;
