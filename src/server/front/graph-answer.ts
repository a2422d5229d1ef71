import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { type FetchAPI, processRegularResult } from 'graphql-yoga';
import { type MediaType, toContentType } from '../media-type.ts';

/** The answer to an operation, which may be written to many clients. */
export interface GraphAnswer {
  /** How many errors it has. */
  readonly errors: number;
  /** Sends it, complete, unless the client has left. */
  write(response: ServerResponse, mediaType: MediaType): Promise<void>;
}

/** An answer as HTTP has it. */
interface Message {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

/** The answer that tells a result. */
export function createGraphAnswer(result: ExecutionResult, fetchAPI: FetchAPI): GraphAnswer {
  const messages = new Map<MediaType, Promise<Message>>();
  const isPlain = result.errors === undefined && result.extensions?.http === undefined;

  function messageIn(mediaType: MediaType): Promise<Message> {
    const known = messages.get(mediaType);
    if (known !== undefined) return known;
    const message = isPlain ? toMessage(result, mediaType) : toErrorMessage(result, { fetchAPI, mediaType });
    messages.set(mediaType, message);
    return message;
  }

  return {
    errors: result.errors?.length ?? 0,
    async write(response, mediaType) {
      const { status, headers, body } = await messageIn(mediaType);
      if (!response.destroyed) response.writeHead(status, headers).end(body);
    },
  };
}

async function toMessage(result: ExecutionResult, mediaType: MediaType): Promise<Message> {
  const body = JSON.stringify(result);
  return { status: 200, headers: headersOf(body, mediaType), body };
}

/** Errors bring along statuses and headers, which mean more or less in each media type: Yoga knows how. */
async function toErrorMessage(
  result: ExecutionResult,
  { fetchAPI, mediaType }: { readonly fetchAPI: FetchAPI; readonly mediaType: MediaType },
): Promise<Message> {
  const response = processRegularResult(result, fetchAPI, mediaType);
  const body = await response.text();
  const brought = Array.from(response.headers, ([name, value]) => [name.toLowerCase(), value] as const);
  return {
    status: response.status,
    headers: { ...Object.fromEntries(brought), ...headersOf(body, mediaType) },
    body,
  };
}

function headersOf(body: string, mediaType: MediaType): Message['headers'] {
  return { 'content-type': toContentType(mediaType), 'content-length': Buffer.byteLength(body) };
}
