import type { IncomingMessage } from 'node:http';
import type { Refusal } from './answers/refusal.ts';
import { bodyTooLarge } from './request-body.ts';

/** Why a request goes no further, whatever it asks for; null: it does. */
export function findRequestRefusal(request: IncomingMessage, bodyKiB: number): Refusal | null {
  if (!hasUrl(request)) {
    return {
      message: 'The target or the Host header of the request is not valid.',
      status: 400,
      headers: { connection: 'close' },
    };
  }
  const length = Number(request.headers['content-length'] ?? 0);
  return length > bodyKiB * 1024 ? bodyTooLarge(bodyKiB) : null;
}

/** What cannot be part of a URL would be an error of the server further on. */
function hasUrl({ headers: { host }, rawHeaders, httpVersion, url = '' }: IncomingMessage): boolean {
  if (host === undefined && httpVersion !== '1.0') return false;
  // Of two, Node takes the first and a proxy in front may have gone by the other.
  if (rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1)
    return false;
  // Any of these would make it a part of the path, or name somebody else.
  if (host !== undefined && /[/\\?#@]/.test(host)) return false;
  return url.startsWith('/') && URL.canParse(`http://${host ?? 'billgraph'}${url}`);
}
