import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { type FetchAPI, processRegularResult } from 'graphql-yoga';
import { graphHeaders, setHeaders } from '../answers/security-headers.ts';
import { type MediaType, toContentType } from '../media-type.ts';

/** The answer to an operation, which may be written to many clients. */
export interface GraphAnswer {
  /** How many errors it has. */
  readonly errors: number;
  /** Sends it, complete, unless the client has left. */
  write(response: ServerResponse, mediaType: MediaType): void | Promise<void>;
}

/** The answer that tells a result. */
export function createGraphAnswer(result: ExecutionResult, fetchAPI: FetchAPI): GraphAnswer {
  return result.errors === undefined && result.extensions?.http === undefined
    ? createPlainAnswer(result)
    : createAnswerWithErrors(result, fetchAPI);
}

/** Its text is the same in each media type. */
function createPlainAnswer(result: ExecutionResult): GraphAnswer {
  let body: string | null = null;
  let length = 0;
  return {
    errors: 0,
    write(response, mediaType) {
      if (response.destroyed) return;
      if (body === null) {
        body = JSON.stringify(result);
        length = Buffer.byteLength(body);
      }
      // Given all at once, headers are written as they are, where those set one by one would be put together first.
      response.writeHead(200, [...plainHeaders[mediaType], 'content-length', length]).end(body);
    },
  };
}

const plainHeaders = {
  'application/json': plainHeadersOf('application/json'),
  'application/graphql-response+json': plainHeadersOf('application/graphql-response+json'),
} as const satisfies Readonly<Record<MediaType, readonly string[]>>;

/** Names and values by turns. */
function plainHeadersOf(mediaType: MediaType): readonly string[] {
  return Object.entries({ ...graphHeaders, 'content-type': toContentType(mediaType) }).flat();
}

/** An answer as HTTP has it. */
interface Message {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

/** Errors bring along statuses and headers, which mean more or less in each media type: Yoga knows how. */
function createAnswerWithErrors(result: ExecutionResult, fetchAPI: FetchAPI): GraphAnswer {
  const messages = new Map<MediaType, Promise<Message>>();

  async function toMessage(mediaType: MediaType): Promise<Message> {
    const response = processRegularResult(result, fetchAPI, mediaType);
    const body = await response.text();
    const brought = Array.from(response.headers, ([name, value]) => [name.toLowerCase(), value] as const);
    const own = { 'content-type': toContentType(mediaType), 'content-length': Buffer.byteLength(body) };
    return { status: response.status, headers: { ...Object.fromEntries(brought), ...own }, body };
  }

  return {
    errors: result.errors?.length ?? 0,
    async write(response, mediaType) {
      const message = messages.get(mediaType) ?? toMessage(mediaType);
      messages.set(mediaType, message);
      const { status, headers, body } = await message;
      if (response.destroyed) return;
      setHeaders(response, graphHeaders);
      response.writeHead(status, headers).end(body);
    },
  };
}
