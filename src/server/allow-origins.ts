import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CORSOptions } from 'graphql-yoga';
import { preflightHeaders } from './plugins/use-csrf-prevention.ts';
import { timeoutHeader } from './plugins/use-deadlines.ts';
import { debugHeader } from './request-context.ts';

/** What the pages of an origin that is let in may send, and read beside the body. */
const granted = {
  credentials: false,
  methods: ['GET', 'POST'],
  allowedHeaders: ['authorization', 'content-type', ...preflightHeaders, timeoutHeader, debugHeader],
  exposedHeaders: ['retry-after', 'www-authenticate'],
  maxAge: 600,
} satisfies CORSOptions;

/**
 * Lets in the origins listed and no other, without credentials. (Yoga's default lets in every one with credentials, and
 * its list answers "null" to the others, which is the origin of a sandboxed frame.)
 */
export function allowOrigins(origins: readonly string[]): (request: Request) => CORSOptions {
  return (request) => {
    const origin = request.headers.get('origin');
    return origin !== null && origins.includes(origin) ? { ...granted, origin } : false;
  };
}

/** Lets the origins listed read an answer that Yoga does not give. */
export function allowOrigin(
  origins: readonly string[],
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
): void {
  if (origin !== undefined && origins.includes(origin)) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', granted.exposedHeaders.join(', '));
  }
}
