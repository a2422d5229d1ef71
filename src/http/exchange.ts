import type { Dispatcher } from 'undici';
import type { IncomingHttpHeaders } from 'undici/types/header.js';
import type { z } from 'zod';
import type { Call } from '../billing/call.ts';
import { ProviderError, type RefusedField } from '../billing/provider-error.ts';
import { Collector, type Received } from './collector.ts';
import { encodeQuery, type Path, type Query } from './path.ts';
import { readQuota, type ToldQuota } from './quota.ts';
import { readJson, readRefusal } from './read-body.ts';
import { readRetryAfter } from './retry-after.ts';

/** What is sent to a provider. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: Path;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** A request, and what its answer must look like. */
export interface JsonRequest<Value> extends OutgoingRequest {
  /** The promise of a call resolves to what it makes of the answer; 204 is undefined. */
  readonly schema: z.ZodType<Value>;
}

/** Where one provider account is, and how it says no. */
export interface Upstream {
  readonly provider: string;
  readonly dispatcher: Dispatcher;
  /** Origin and path prefix, without a trailing slash. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The provider's stable code in the body of a refusal, or null; the body is undefined where it is not JSON. */
  readonly readReason: (status: number, body: unknown) => string | null;
  /** What the body of a refusal says about single fields of the input; none where this is absent. */
  readonly readFields?: (status: number, body: unknown) => readonly RefusedField[];
}

/** What tells the time by which an answer is read. */
type Clock = Pick<Call, 'now'>;

/** How one request is sent whose answer is read as it comes. */
interface SendingStreamed extends Clock {
  readonly accept: 'text/csv';
  readonly signal: AbortSignal;
  /** Told what any answer says about how much may still be asked. */
  hear(quota: ToldQuota): void;
}

/** A successful answer, read as JSON. */
export interface JsonAnswer {
  readonly status: number;
  /** undefined where it has none. */
  readonly body: unknown;
}

/** A successful answer whose body is still to be read. */
interface StreamedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * How one provider account is asked, and how its answers are read. One that is not successful, or cannot be read, is a
 * ProviderError.
 */
export interface Exchange {
  /** What is sent. Only a read may be sent ahead of other answers, where the connection allows that. */
  spell(request: OutgoingRequest, kind: 'read' | 'write'): Dispatcher.DispatchOptions;
  /** What any answer says about how much may still be asked; null where it says nothing. */
  readQuota(headers: IncomingHttpHeaders, clock: Clock): ToldQuota | null;
  /** Throws a ProviderError where it is not what was hoped for. */
  read(answer: Received, clock: Clock): JsonAnswer;
  /** A connection that fails rejects with its own error. */
  stream(request: OutgoingRequest, sending: SendingStreamed): Promise<StreamedAnswer>;
}

/** The exchanges with one provider account. */
export function createExchange(upstream: Upstream): Exchange {
  const { provider, headers: own } = upstream;
  const { origin, pathname } = new URL(upstream.baseUrl);
  const prefix = pathname.replace(/\/+$/, '');
  const headers = { accept: 'application/json', ...own };
  const headersOfBody = { ...headers, 'content-type': 'application/json' };

  function toPath({ path, query }: OutgoingRequest): string {
    return query === undefined ? prefix + path.encoded : prefix + path.encoded + encodeQuery(query);
  }

  function quotaOf(headers: IncomingHttpHeaders, clock: Clock): ToldQuota | null {
    // Most providers tell nothing of the kind.
    return headers['x-ratelimit-remaining'] === undefined ? null : readQuota(headers, clock.now());
  }

  function toRefusal(answer: Received, now: Date): ProviderError {
    const { status } = answer;
    const refusal = readRefusal(provider, answer);
    return new ProviderError({
      provider,
      failure: failureOf(status),
      status,
      reason: upstream.readReason(status, refusal),
      fields: upstream.readFields?.(status, refusal) ?? [],
      retryAfter: status === 429 || status === 503 ? readRetryAfter(answer.headers, now) : null,
    });
  }

  return {
    spell(request, kind) {
      const { method, body } = request;
      return {
        origin,
        path: toPath(request),
        method,
        headers: body === undefined ? headers : headersOfBody,
        body: body === undefined ? null : JSON.stringify(body),
        idempotent: kind === 'read',
        blocking: kind === 'write',
        // undici's own limits are late by up to a second; a call has one of its own, which is exact.
        headersTimeout: 0,
        bodyTimeout: 0,
      };
    },
    readQuota: quotaOf,
    read(answer, clock) {
      const { status } = answer;
      if (!isSuccess(status)) throw toRefusal(answer, clock.now());
      return { status, body: readJson(provider, answer) };
    },
    async stream(request, sending) {
      const { accept, signal } = sending;
      const answer = await upstream.dispatcher.request({
        origin,
        path: toPath(request),
        method: request.method,
        headers: { ...own, accept },
        signal,
      });
      const { statusCode: status, body } = answer;
      const quota = quotaOf(answer.headers, sending);
      if (quota !== null) sending.hear(quota);
      if (isSuccess(status)) return { status, headers: answer.headers, body };
      throw toRefusal(await collect({ status, headers: answer.headers, body }), sending.now());
    },
  };
}

/** Leaving the loop early gives the connection up. */
async function collect({ status, headers, body }: StreamedAnswer): Promise<Received> {
  const collector = new Collector(status, headers);
  try {
    for await (const chunk of body) {
      const detail = collector.add(chunk);
      if (detail !== null) return { status, headers, body: { detail } };
    }
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    return { status, headers, body: { detail: 'cut short', cause } };
  }
  return collector.finish(null);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

function failureOf(status: number): ProviderError['failure'] {
  switch (status) {
    case 401:
      return 'unauthenticated';
    case 403:
      return 'forbidden';
    case 429:
      return 'rate-limited';
    default:
      if (status >= 500) return 'unavailable';
      return status >= 400 ? 'rejected' : 'bad-response';
  }
}
