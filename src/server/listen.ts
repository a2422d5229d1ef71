import { createServer, type RequestListener, type ServerOptions } from 'node:http';
import { refuseUnreadable } from './answers/unreadable-request.ts';
import { createDrain, type DrainLimit, longestDrain } from './drain.ts';
import { watchResponses } from './open-responses.ts';

/** Where to listen. */
export interface ListenOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** How long clients may take; absent: not long. */
  readonly timeouts?: ClientTimeouts;
}

/** How long clients may take, in milliseconds. */
type ClientTimeouts = Required<
  Pick<
    ServerOptions,
    'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval' | 'keepAliveTimeout'
  >
>;

/** A port that is being listened on. */
export interface Listener {
  readonly port: number;
  /**
   * Takes no more connections; resolves when the requests under way are answered, or cut at the limit, by default the
   * longest.
   */
  close(limit?: DrainLimit): Promise<void>;
}

const clientTimeouts: ClientTimeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  // Longer than proxies keep a connection that they may use again, which is a minute as a rule.
  keepAliveTimeout: 65_000,
};

/**
 * Serves HTTP on a host and port; the security headers are up to what handles requests. Clients that are slow to say what
 * they want are cut off.
 */
export async function listen(
  handle: RequestListener,
  { host, port, timeouts = clientTimeouts }: ListenOptions,
): Promise<Listener> {
  // Node's own answer to a request without a Host would lack what every answer has.
  const server = createServer({ ...timeouts, maxHeaderSize: 16 * 1024, requireHostHeader: false });
  // Before anything answers.
  const open = watchResponses(server);
  for (const event of ['request', 'checkExpectation'] as const) {
    server.on(event, handle);
  }
  refuseUnreadable(server, open);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`cannot listen on ${host}, port ${port}`, { cause })));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const drain = createDrain(server, open);
  return { port: address.port, close: (limit = longestDrain) => drain(limit) };
}
