import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { withDeadline } from './deadline.ts';
import { encodeQuery, type Path, type Query } from './path.ts';
import { readJson, readRefusal } from './read-body.ts';
import { readRetryAfter } from './retry-after.ts';
import { createSlots } from './slots.ts';
import { toTransportError } from './transport-error.ts';
import { validate } from './validate.ts';

/** One call to a provider. */
export interface JsonRequest<Value> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: Path;
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What the answer must look like; the promise resolves to what it makes of the answer. */
  readonly schema: z.ZodType<Value>;
}

/** A call that may find nothing. */
interface FindRequest<Value> extends JsonRequest<Value> {
  /** The refusals, by the reason that `readReason` gives, which mean that the thing does not exist. */
  readonly missing: readonly string[];
}

/** JSON over HTTP with one provider account. Rejects with a ProviderError; anything else is a mistake of our own. */
export interface JsonClient {
  send<Value>(request: JsonRequest<Value>, call: Call): Promise<Value>;
  /** null where the provider says that there is no such thing. */
  find<Value>(request: FindRequest<Value>, call: Call): Promise<Value | null>;
}

/** What happened in one call, for the log: no values, only the path's template. */
export interface Exchange {
  readonly provider: string;
  readonly method: string;
  readonly path: string;
  readonly durationMs: number;
  /** null where no answer came. */
  readonly status: number | null;
  /** What it ended in, or null where all went well. */
  readonly error: unknown;
}

/** What all accounts of one process share: the connections and the log. */
export interface Wire {
  readonly dispatcher: Dispatcher;
  /** Told after every call that was sent. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** How to talk to one provider account. */
export interface JsonClientOptions extends Wire {
  readonly provider: string;
  /** Origin and path prefix, without a trailing slash. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxConcurrency: number;
  /** The provider's stable code in the body of a refusal, or null; the body is undefined where it is not JSON. */
  readonly readReason: (status: number, body: unknown) => string | null;
}

/** A client for one provider account. */
export function createJsonClient(options: JsonClientOptions): JsonClient {
  const { provider } = options;
  const slots = createSlots(options.maxConcurrency);
  const { origin, pathname } = new URL(options.baseUrl);
  const prefix = pathname.replace(/\/+$/, '');

  async function send<Value>(request: JsonRequest<Value>, call: Call): Promise<Value> {
    // Every call of a request listens to its signal; Node takes more than ten listeners for a leak.
    setMaxListeners(0, call.signal);
    const exchanged = () =>
      withDeadline(call.signal, options.timeoutMs, (signal) => exchange(request, signal, call.now()));
    try {
      return await slots.run(call.signal, () => observe(options, request, exchanged));
    } catch (error) {
      throw toTransportError(provider, error);
    }
  }

  async function exchange<Value>(
    request: JsonRequest<Value>,
    signal: AbortSignal,
    now: Date,
  ): Promise<Answered<Value>> {
    const { statusCode, headers, body } = await options.dispatcher.request({
      origin,
      path: `${prefix}${request.path.encoded}${encodeQuery(request.query ?? {})}`,
      method: request.method,
      headers: { accept: 'application/json', ...contentType(request.body), ...options.headers },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
    });
    const answer = { provider, status: statusCode, isJson: isJson(headers['content-type']), body };
    if (statusCode >= 200 && statusCode <= 299) {
      return {
        status: statusCode,
        value: validate(provider, request.schema, await readJson(answer), statusCode),
      };
    }
    throw new ProviderError({
      provider,
      failure: failureOf(statusCode),
      status: statusCode,
      reason: options.readReason(statusCode, await readRefusal(answer)),
      retryAfter: statusCode === 429 || statusCode === 503 ? readRetryAfter(headers, now) : null,
    });
  }

  return {
    send,
    async find(request, call) {
      try {
        return await send(request, call);
      } catch (error) {
        if (error instanceof ProviderError && isMissing(error, request.missing)) return null;
        throw error;
      }
    },
  };
}

/** A code that says "there is no such thing" counts only in a refusal, not in an outage that happens to carry it. */
function isMissing({ failure, reason }: ProviderError, missing: readonly string[]): boolean {
  return failure === 'rejected' && reason !== null && missing.includes(reason);
}

interface Answered<Value> {
  readonly status: number;
  readonly value: Value;
}

async function observe<Value>(
  { provider, onExchange }: JsonClientOptions,
  { method, path }: JsonRequest<Value>,
  exchange: () => Promise<Answered<Value>>,
): Promise<Value> {
  const started = performance.now();
  const tell = (status: number | null, error: unknown) => {
    const durationMs = performance.now() - started;
    onExchange({ provider, method, path: path.template, durationMs, status, error });
  };
  try {
    const { status, value } = await exchange();
    tell(status, null);
    return value;
  } catch (cause) {
    const error = toTransportError(provider, cause);
    tell(error instanceof ProviderError ? error.status : null, error);
    throw error;
  }
}

function contentType(body: unknown): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

function isJson(type: string | string[] | undefined): boolean {
  return typeof type === 'string' && /^application\/(?:[\w.-]+\+)?json\b/i.test(type);
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
