import type { IncomingMessage } from 'node:http';

/** Reads a whole body; events cost less than iterating does. */
export function readBody(request: IncomingMessage, done: (body: string) => void): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => done(body));
}
