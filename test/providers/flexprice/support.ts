import { readFileSync } from 'node:fs';
import { MockAgent } from 'undici';
import { z } from 'zod';
import type { Call } from '../../../src/billing/call.ts';
import { type Decimal, parseDecimal } from '../../../src/billing/decimal.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { ProviderError, type ProviderFailureKind } from '../../../src/billing/provider-error.ts';
import { type Refusal, WriteRefusal } from '../../../src/billing/write-refusal.ts';
import { parseExactJson } from '../../../src/http/exact-json.ts';
import type { ProviderCall } from '../../../src/http/provider-call.ts';
import { createFlexpriceProvider } from '../../../src/providers/flexprice/index.ts';
import { answerLater } from '../../support/answer-later.ts';

/** A request as it reached the fake Flexprice. */
export interface SentRequest {
  readonly method: string;
  /** Without the query, still encoded. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** The parsed JSON; undefined when there was none. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the fake Flexprice answers; text is sent as it is. */
export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body: unknown;
}

/** Answers by "METHOD /path", without the API's own prefix. */
export type Routes = Readonly<Record<string, (request: SentRequest) => Reply>>;

/** An adapter in front of a fake Flexprice. */
export interface FakeAccount {
  readonly provider: BillingProvider;
  readonly requests: readonly SentRequest[];
  readonly exchanges: readonly ProviderCall[];
}

/** The time in these tests. */
export const now = new Date('2026-11-20T09:30:00.000Z');

const headerRecord = z.record(z.string(), z.string());

/** Opens an adapter whose every request is recorded and answered by the routes, and by gin's 404 outside of them. */
export function openAccount(routes: Routes): FakeAccount {
  const requests: SentRequest[] = [];
  const exchanges: ProviderCall[] = [];
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent
    .get('https://flexprice.test')
    .intercept({ path: () => true, method: () => true })
    .reply(({ method, path, body, headers }) => {
      const url = new URL(path, 'https://flexprice.test');
      const request: SentRequest = {
        method,
        path: url.pathname.replace(/^\/v1/, ''),
        query: [...url.searchParams],
        body: typeof body === 'string' ? JSON.parse(body) : undefined,
        headers: headerRecord.parse(headers),
      };
      requests.push(request);
      const reply = routes[`${method} ${request.path}`]?.(request) ?? unknownRoute;
      const type = reply.type ?? 'application/json; charset=utf-8';
      return {
        statusCode: reply.status ?? 200,
        data: typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body),
        responseOptions: { headers: type === '' ? {} : { 'content-type': type } },
      };
    })
    .persist();
  const settings = {
    name: 'flexprice-eu',
    kind: 'FLEXPRICE',
    baseUrl: 'https://flexprice.test/v1',
    apiKey: 'sk_test_key',
    timeoutMs: 5_000,
    maxConcurrency: 16,
    bulk: 'auto',
  } as const;
  const onExchange = (exchange: ProviderCall) => exchanges.push(exchange);
  const { dispatcher } = answerLater(agent);
  return {
    provider: createFlexpriceProvider(settings, { dispatcher, onExchange }),
    requests,
    exchanges,
  };
}

/** What gin answers where there is no route. */
export const unknownRoute: Reply = { status: 404, type: 'text/plain', body: '404 page not found' };

/** Flexprice's own "not found". */
export const missing: Reply = {
  status: 404,
  body: { code: 'not_found', message: 'No such customer', http_status_code: 404 },
};

/** A refusal as Flexprice words it now. */
export function refusal(status: number, code: string, details?: Readonly<Record<string, unknown>>): Reply {
  const body = { code, message: 'Something for a person to read', http_status_code: status, details };
  return { status, body };
}

/** A refusal as deployments from before April 2026 word it. */
export function olderRefusal(status: number, details?: Readonly<Record<string, unknown>>): Reply {
  const error = { message: 'Something for a person', internal_error: 'at line 4', details };
  return { status, body: { success: false, error } };
}

/** What the details of a failed validation say of a field. */
export function failedOn(tag: string, field = 'Any'): string {
  return `Key: 'CreateCustomerRequest.${field}' Error:Field validation for '${field}' failed on the '${tag}' tag`;
}

/** Why a write was refused; throws where it went through or failed otherwise. */
export async function refusalOf(write: Promise<unknown>): Promise<Refusal> {
  const error = await rejectionOf(write);
  if (error instanceof WriteRefusal) return error.refusal;
  throw error;
}

/** What a write or a list was rejected with; throws where it was not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`went through: ${JSON.stringify(outcome.value)}`);
}

/** A call of one GraphQL request, without the time to try anything again. */
export function createCall(time: Date = now): Call {
  return { signal: new AbortController().signal, now: () => time, deadline: 0 };
}

/** A recorded answer, as text. */
export function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8');
}

const recordedList = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** The rows of a recorded list, to change before they are sent. */
export function fixtureRows(name: string): readonly Readonly<Record<string, unknown>>[] {
  return recordedList.parse(JSON.parse(fixture(name))).items;
}

/** The first row of a recorded list with some fields changed. */
export function rowLike(name: string, changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...fixtureRows(name)[0], ...changes };
}

/** The members of a JSON object, as the adapter parses them: no digit is lost. */
export function exactMembers(text: string): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(parseExactJson(text));
}

/** A list answer of one page. */
export function listOf(rows: readonly unknown[], total: number = rows.length): Reply {
  return { body: { items: rows, pagination: { total, limit: 1000, offset: 1000 } } };
}

/** The number that the text spells. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`not a decimal: ${text}`);
  return value;
}

/** The values of one query parameter, in order. */
export function queryValues(request: SentRequest | undefined, name: string): readonly string[] {
  return (request?.query ?? []).filter(([key]) => key === name).map(([, value]) => value);
}

/** What a list-of-ids member of a JSON body holds. */
export function bodyIds(request: SentRequest | undefined, name: string): readonly string[] {
  return (
    z
      .record(z.string(), z.unknown())
      .pipe(z.object({ [name]: z.array(z.string()) }))
      .parse(request?.body)[name] ?? []
  );
}

/** The failure and detail of an error in a batch, or null where the value is none. */
export function failureOf(value: unknown): { failure: ProviderFailureKind; detail: string | null } | null {
  return value instanceof ProviderError ? { failure: value.failure, detail: value.detail } : null;
}
