import { type Server, STATUS_CODES } from 'node:http';
import type { OpenResponses } from '../open-responses.ts';
import { createErrorAnswer, type Refusal } from './refusal.ts';
import { securityHeaders } from './security-headers.ts';

/** Answers what is not HTTP, too slow or too long for it like everything else, where Node would only send a status. */
export function refuseUnreadable(server: Server, open: Pick<OpenResponses, 'on'>): void {
  server.on('clientError', (error, socket) => {
    // What is written into the middle of an answer would be taken for a part of it.
    const hasBegun = [...open.on(socket)].some(({ headersSent }) => headersSent);
    if (socket.writable && !hasBegun) socket.end(toMessage(toRefusal(error)), () => socket.destroy());
    else socket.destroy();
  });
}

function toRefusal(error: Error): Refusal {
  switch ('code' in error ? error.code : undefined) {
    case 'HPE_HEADER_OVERFLOW':
      return { message: 'The headers are too large.', status: 431 };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { message: 'The request took too long to arrive.', status: 408 };
    default:
      return { message: 'The request is not valid HTTP.', status: 400 };
  }
}

function toMessage(refusal: Refusal): string {
  const { status, error } = createErrorAnswer(refusal);
  const body = JSON.stringify({ errors: [error] });
  const headers = {
    ...securityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`;
}
