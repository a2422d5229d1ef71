import type { IncomingMessage } from 'node:http';
import type { Refusal } from './answers/refusal.ts';
import { rememberByText } from './remember-by-text.ts';
import { bodyTooLarge } from './request-body.ts';
import { graphPath } from './requested-work.ts';

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
  if (host === undefined) return httpVersion === '1.0' && isUrl('billgraph', url);
  // Of two, Node takes the first and a proxy in front may have gone by the other.
  if (countHosts(rawHeaders) > 1) return false;
  return url === graphPath ? isHostOfGraph(host) : isUrl(host, url);
}

const isHostOfGraph = rememberByText((host) => isUrl(host, graphPath));

function isUrl(host: string, path: string): boolean {
  // Any of these would make the host a part of the path, or name somebody else.
  return !/[/\\?#@]/.test(host) && path.startsWith('/') && URL.canParse(`http://${host}${path}`);
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}
