import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { Call } from '../../billing/call.ts';
import type { ExportedCustomer } from '../../billing/customer-export.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import type { BillingProvider } from '../../billing/provider.ts';
import { badUserInput } from '../../graphql/bad-user-input.ts';
import type { Caller } from '../../graphql/caller.ts';
import type { Providers } from '../../graphql/context.ts';
import { forbidden } from '../../graphql/forbidden.ts';
import { providerNamed } from '../../graphql/provider-key.ts';
import { exportCustomers } from '../../loaders/export-customers.ts';
import type { OnFailure } from '../../loaders/provider-loader.ts';
import { answerError, type ErrorAnswer, toErrorAnswer } from '../answers/error-answer.ts';
import { createErrorAnswer } from '../answers/refusal.ts';
import type { Authenticate } from '../callers/authenticate.ts';
import { toAuthenticationAnswer } from '../callers/authentication-answer.ts';
import { toCsv } from './to-csv.ts';
import { watchClient } from './watch-client.ts';

/** What the export is made of. */
interface CustomersCsvOptions {
  /** Their customers come in this order. */
  readonly providers: Providers;
  /** Only callers who may read customers get a file. */
  readonly authenticate: Authenticate;
  /** The origins whose pages may ask. */
  readonly corsOrigins: readonly string[];
  readonly log: Logger;
  /** Told about every failure of a provider. */
  readonly onFailure: OnFailure;
}

/** Answers one request; never rejects. */
type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const fileHeaders = {
  'content-type': 'text/csv; charset=utf-8; header=present',
  'content-disposition': 'attachment; filename="customers.csv"',
} as const;

const toBeRead = createErrorAnswer({
  message: 'This can only be read: use GET.',
  status: 405,
  headers: { allow: 'GET, HEAD' },
});

const toBeAllowed: ErrorAnswer = { status: 403, error: forbidden('exporting customers') };

const toBeAskedFromHere = createErrorAnswer({
  message: 'Pages of this origin may not ask for it.',
  status: 403,
  code: 'FORBIDDEN',
});

/** Only chunks tell a file that was cut from a whole one. */
const toBeChunked = createErrorAnswer({
  message: 'This is sent in chunks: use HTTP/1.1.',
  status: 426,
  headers: { upgrade: 'HTTP/1.1', connection: 'upgrade, close' },
});

/**
 * Answers with the customers of the account that `?provider=` names, or of all accounts, as one CSV file. What fails
 * before the first customer is a status; what fails later breaks the connection, so that no file is short unseen.
 */
export function createCustomersCsv(options: CustomersCsvOptions): Handle {
  const { providers, log, onFailure } = options;
  return async (request, response) => {
    const caller = findRefusal(request, options) ?? (await admit(request, options));
    if ('error' in caller) return answerError(response, caller);
    const { left, forget } = watchClient(request);
    try {
      const accounts = accountsOf(request, providers);
      if (request.method === 'HEAD') {
        response.writeHead(200, fileHeaders).end();
        return;
      }
      const started = performance.now();
      const customers = exportAll(accounts, { signal: left, now: () => new Date(), background: true });
      await send(toCsv(customers), response, left);
      log.info({ caller: caller.name, durationMs: Math.round(performance.now() - started) }, 'export');
    } catch (error) {
      if (left.aborted && isGivingUp(error)) return;
      if (error instanceof ProviderError) onFailure(error);
      else if (!(error instanceof GraphQLError)) log.error({ err: error }, 'internal error');
      await fail(response, error);
    } finally {
      forget();
    }
  };
}

/** Why the request cannot be answered, whatever file it asks for. */
function findRefusal(
  { method, httpVersion, headers }: IncomingMessage,
  { corsOrigins }: CustomersCsvOptions,
): ErrorAnswer | null {
  if (method !== 'GET' && method !== 'HEAD') return toBeRead;
  // Any page can make a browser send this request, and have all customers read for nothing.
  const isForeign = headers['sec-fetch-site'] === 'cross-site' && !corsOrigins.includes(headers.origin ?? '');
  if (isForeign) return toBeAskedFromHere;
  return httpVersion === '1.0' ? toBeChunked : null;
}

/** The caller, where it may have the file. */
async function admit(
  { headers }: IncomingMessage,
  { authenticate }: CustomersCsvOptions,
): Promise<Caller | ErrorAnswer> {
  const caller = await authenticate(headers.authorization);
  if ('failure' in caller) return toAuthenticationAnswer(caller);
  return caller.scopes.has('customers:read') ? caller : toBeAllowed;
}

/** The accounts that the query asks for; throws what is wrong with it. */
function accountsOf({ url = '' }: IncomingMessage, providers: Providers): readonly BillingProvider[] {
  const { searchParams } = new URL(url, 'http://billgraph');
  const unknown = [...searchParams.keys()].find((name) => name !== 'provider');
  if (unknown !== undefined) throw badUserInput(unknown, 'there is no such parameter, only provider');
  const [name, ...others] = searchParams.getAll('provider');
  if (others.length > 0) throw badUserInput('provider', 'must be given once at most');
  return name === undefined ? [...providers.values()] : [providerNamed('provider', name, providers)];
}

/** Accounts are read one after another: a download that waits for another one would be given up by its provider. */
async function* exportAll(
  accounts: readonly BillingProvider[],
  call: Call,
): AsyncGenerator<ExportedCustomer, void> {
  for (const account of accounts) yield* exportCustomers(account, call);
}

/** Sends a file as fast as the client takes it; not before its first chunk is there, which tells that it can be had. */
async function send(
  chunks: AsyncGenerator<string, void>,
  response: ServerResponse,
  left: AbortSignal,
): Promise<void> {
  try {
    let chunk = await chunks.next();
    response.writeHead(200, fileHeaders);
    for (; chunk.done !== true; chunk = await chunks.next()) {
      left.throwIfAborted();
      if (!response.write(chunk.value)) await drained(response, left);
    }
    response.end();
  } finally {
    await chunks.return();
  }
}

/** A download keeps a place at its provider for as long as its client takes. */
const longestPauseMs = 60_000;

/** Waits until the client has taken what was written; one that has not within the longest pause is cut off. */
async function drained(response: ServerResponse, left: AbortSignal): Promise<void> {
  const timer = setTimeout(() => response.destroy(), longestPauseMs);
  try {
    await once(response, 'drain', { signal: left });
  } finally {
    clearTimeout(timer);
  }
}

/** What work ends in when its signal aborts. */
function isGivingUp(error: unknown): boolean {
  return error instanceof ProviderError || (error instanceof Error && error.name === 'AbortError');
}

/** Says what has failed or, in the middle of a file, breaks it off where everybody sees it. */
async function fail(response: ServerResponse, error: unknown): Promise<void> {
  if (!response.headersSent) return answerError(response, toErrorAnswer(error, new Date()));
  // What was written last leaves at the end of this turn.
  await nextTurn();
  response.destroy();
}
