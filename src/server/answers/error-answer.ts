import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { FetchAPI } from 'graphql-yoga';
import { ProviderError, type ProviderFailureKind } from '../../billing/provider-error.ts';
import { toGraphQLError } from '../../graphql/provider-failure.ts';
import { mediaTypeFor, toContentType } from '../media-type.ts';
import { internalError } from './mask-error.ts';
import { secondsUntil } from './seconds-until.ts';

/** An answer that tells of an error, outside of the graph but in the shape of its errors. */
export interface ErrorAnswer {
  readonly status: number;
  readonly error: GraphQLError;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that a plugin of Yoga answers. */
interface AnsweredRequest {
  readonly request: Request;
  readonly fetchAPI: FetchAPI;
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

/** Sends it, complete, in the one of the graph's two media types that the client would rather have. */
export function answerError(response: ServerResponse, { status, error, headers }: ErrorAnswer): void {
  const body = Buffer.from(bodyOf(error));
  response
    .writeHead(status, {
      'content-type': toContentType(mediaTypeFor(response.req.headers.accept ?? null)),
      'content-length': body.byteLength,
      ...headers,
    })
    .end(body);
}

/** The same in place of an answer of the graph. */
export function toErrorResponse(
  { status, error, headers }: ErrorAnswer,
  { request, fetchAPI }: AnsweredRequest,
): Response {
  return new fetchAPI.Response(bodyOf(error), {
    status,
    headers: { 'content-type': toContentType(mediaTypeFor(request.headers.get('accept'))), ...headers },
  });
}

function bodyOf(error: GraphQLError): string {
  return JSON.stringify({ errors: [error] });
}
