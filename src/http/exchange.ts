import type { Dispatcher } from 'undici';
import { ProviderError, type RefusedField } from '../billing/provider-error.ts';
import { encodeQuery, type Path, type Query } from './path.ts';
import { readRefusal, type UnreadAnswer } from './read-body.ts';
import { readQuota, type ToldQuota } from './quota.ts';
import { readRetryAfter } from './retry-after.ts';

/** What is sent to a provider. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: Path;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
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

/** How one request is sent. */
export interface Sending {
  readonly accept: 'application/json' | 'text/csv';
  readonly signal: AbortSignal;
  now(): Date;
  /** In place of the account's own. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Told what any answer says about how much may still be asked. */
  hear(quota: ToldQuota): void;
  /** Told when there is a connection, and the request may be on its way. */
  readonly onLeave?: (() => void) | undefined;
}

/**
 * Sends one request. Resolves to a successful answer, its body unread; any other answer is a ProviderError. A connection
 * that fails rejects with its own error.
 */
export type Exchange = (request: OutgoingRequest, sending: Sending) => Promise<UnreadAnswer>;

/** The exchanges with one provider account. */
export function createExchange(upstream: Upstream): Exchange {
  const { provider } = upstream;
  const { origin, pathname } = new URL(upstream.baseUrl);
  const prefix = pathname.replace(/\/+$/, '');

  return async (request, { accept, signal, now, hear, onLeave, dispatcher = upstream.dispatcher }) => {
    const watched = onLeave === undefined ? dispatcher : dispatcher.compose(tellLeaving(onLeave));
    const { statusCode, headers, body } = await watched.request({
      origin,
      path: `${prefix}${request.path.encoded}${encodeQuery(request.query ?? {})}`,
      method: request.method,
      headers: { accept, ...contentType(request.body), ...upstream.headers },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
    });
    const quota = readQuota(headers, now());
    if (quota !== null) hear(quota);
    const answer = {
      provider,
      status: statusCode,
      contentType: mediaType(headers['content-type']),
      contentEncoding: encodingOf(headers['content-encoding']),
      body,
    };
    if (statusCode >= 200 && statusCode <= 299) return answer;

    const refusal = await readRefusal(answer);
    throw new ProviderError({
      provider,
      failure: failureOf(statusCode),
      status: statusCode,
      reason: upstream.readReason(statusCode, refusal),
      fields: upstream.readFields?.(statusCode, refusal) ?? [],
      retryAfter: statusCode === 429 || statusCode === 503 ? readRetryAfter(headers, now()) : null,
    });
  };
}

/** undici starts a request when it has a connection for it. */
function tellLeaving(onLeave: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const start = handler.onRequestStart?.bind(handler);
    handler.onRequestStart = (controller, context) => {
      onLeave();
      start?.(controller, context);
    };
    return dispatch(options, handler);
  };
}

function contentType(body: unknown): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

function mediaType(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? (header.split(';')[0] ?? '').trim().toLowerCase() : null;
}

function encodingOf(header: string | string[] | undefined): string | null {
  const encoding = String(header ?? 'identity')
    .trim()
    .toLowerCase();
  return encoding === 'identity' || encoding === '' ? null : encoding;
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
