import { createServer, type RequestListener } from 'node:http';
import { createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { Agent } from 'undici';
import { z } from 'zod';
import type { Call } from '../../src/billing/call.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { createJsonClient, type JsonClient, type JsonClientOptions } from '../../src/http/json-client.ts';
import type { ProviderCall } from '../../src/http/provider-call.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';

/** Servers that play the provider "acme" on free ports, and clients of it; all of them end with `close`. */
export interface Upstreams {
  /** Resolves to the origin, as the other two do. */
  serve(listener: RequestListener): Promise<string>;
  serveSockets(onConnection: (socket: Socket) => void): Promise<string>;
  /** Answers every connection with these bytes, then ends it. */
  serveBytes(bytes: string): Promise<string>;
  /** A client of `<origin>/v1` whose refusals carry their `code` as the reason, and the calls that it tells of. */
  connect(origin: string, options?: Partial<JsonClientOptions>): ConnectedClient;
  close(): Promise<void>;
}

interface ConnectedClient {
  readonly client: JsonClient;
  readonly exchanges: readonly ProviderCall[];
}

/** The servers and clients of one test. */
export function createUpstreams(): Upstreams {
  const closers: (() => unknown)[] = [];

  function listen(server: Server): Promise<string> {
    closers.push(() => server.close());
    return listenOnLoopback(server);
  }

  function serveSockets(onConnection: (socket: Socket) => void): Promise<string> {
    return listen(
      createSocketServer((socket) => {
        closers.push(() => socket.destroy());
        onConnection(socket.on('error', () => {}));
      }),
    );
  }

  return {
    serveSockets,
    serveBytes: (bytes) => serveSockets((socket) => socket.once('data', () => socket.end(bytes))),
    serve(listener) {
      const server = createServer(listener);
      closers.push(() => server.closeAllConnections());
      return listen(server);
    },
    connect(origin, options = {}) {
      const exchanges: ProviderCall[] = [];
      const dispatcher = new Agent();
      closers.push(() => dispatcher.destroy());
      const client = createJsonClient({
        provider: 'acme',
        baseUrl: `${origin}/v1`,
        headers: { authorization: 'Bearer secret-key' },
        timeoutMs: 2_000,
        maxConcurrency: 4,
        readReason: (_status, body) => z.object({ code: z.string() }).safeParse(body).data?.code ?? null,
        dispatcher,
        onExchange: (exchange) => exchanges.push(exchange),
        // Retries follow at once.
        random: () => 0,
        ...options,
      });
      return { client, exchanges };
    },
    async close() {
      await Promise.all(closers.splice(0).map((close) => close()));
    },
  };
}

/** A call that lasts until the signal aborts, on a fixed day. */
export function callUntil(signal: AbortSignal = new AbortController().signal): Call {
  return { signal, now: () => new Date('2026-05-01T00:00:00Z') };
}

/** The ProviderError that the promise rejects with; throws where there is none. */
export async function failureOf(promise: Promise<unknown>): Promise<ProviderError> {
  const error = await promise.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw error;
}
