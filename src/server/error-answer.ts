import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { ProviderError, type ProviderFailureKind } from '../billing/provider-error.ts';
import { toGraphQLError } from '../graphql/provider-failure.ts';
import { internalError } from './mask-error.ts';

/** An answer that tells of an error, outside of the graph but in the shape of its errors. */
export interface ErrorAnswer {
  readonly status: number;
  readonly error: GraphQLError;
  readonly headers?: OutgoingHttpHeaders;
}

/** What an error means over plain HTTP. Nothing of a mistake of our own is told. */
export function toErrorAnswer(error: unknown, now: Date): ErrorAnswer {
  if (error instanceof GraphQLError) return { status: 400, error };
  if (!(error instanceof ProviderError)) return { status: 500, error: internalError() };
  const { failure, retryAfter } = error;
  return {
    status: statusOf[failure],
    error: toGraphQLError(error),
    headers: retryAfter === null ? {} : { 'retry-after': String(secondsUntil(retryAfter, now)) },
  };
}

const statusOf: Readonly<Record<ProviderFailureKind, number>> = {
  unauthenticated: 502,
  forbidden: 502,
  rejected: 502,
  'bad-response': 502,
  'outcome-unknown': 502,
  unsupported: 501,
  'too-expensive': 500,
  'rate-limited': 503,
  unavailable: 503,
  'timed-out': 504,
};

function secondsUntil(time: Date, now: Date): number {
  return Math.max(0, Math.ceil((time.getTime() - now.getTime()) / 1000));
}

/** Sends it, complete. */
export function answerError(response: ServerResponse, { status, error, headers }: ErrorAnswer): void {
  const body = Buffer.from(JSON.stringify({ errors: [error] }));
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.byteLength,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    })
    .end(body);
}
