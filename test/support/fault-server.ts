import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Emulator, SandboxAnswer, SandboxRequest } from '../../src/sandbox/http-server.ts';

/** A request that came, and the means to answer it in any way. */
export interface FaultedExchange {
  readonly request: SandboxRequest;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** How many requests the connection has served before this one. */
  readonly served: number;
  /** What is right. Whoever does not call it leaves the emulator as if nothing had come. */
  answer(): SandboxAnswer;
}

/** What is done in place of answering right. */
export type Fault = (exchange: FaultedExchange) => void;

/** Which requests a fault is for; all of them where nothing is said. */
interface FaultScope {
  readonly matches?: (request: SandboxRequest) => boolean;
  /** Only so many requests, the first ones that match. */
  readonly first?: number;
}

/** A request that came. */
interface Attempt extends Pick<SandboxRequest, 'method' | 'path'> {
  /** On the clock of `performance.now()`, when the whole of it was here. */
  readonly at: number;
  readonly faulted: boolean;
  /** Whether an answer has been given to its end, be it right or wrong. */
  readonly isAnswered: boolean;
  /** Connections that were open when it came, its own among them. */
  readonly openSockets: number;
}

/** An upstream that can be made to fail in every way, at any time. */
export interface FaultServer {
  /** Stays the same while the server is down. */
  readonly origin: string;
  readonly attempts: readonly Attempt[];
  /** Resolves when such a request is here, or has been. */
  reached(matches: (attempt: Attempt) => boolean): Promise<void>;
  /** Drops what has been recorded so far. */
  forget(): void;
  /** In place of the fault before. */
  fail(fault: Fault, scope?: FaultScope): void;
  /** All is right from now on; a server that is down is up again. */
  heal(): Promise<void>;
  /** Breaks all connections and takes no new ones: they are refused. */
  goDown(): Promise<void>;
  openSockets(): number;
  /** Resolves when no connection is open. */
  drained(): Promise<void>;
  close(): Promise<void>;
}

interface CurrentFault {
  readonly fault: Fault;
  readonly matches: (request: SandboxRequest) => boolean;
  left: number;
}

/**
 * Opens a server on a loopback port that answers as the emulator does while there is no fault, and tells of every request
 * that comes.
 */
export async function openFaultServer(
  emulator: Emulator,
  onRequest: (request: SandboxRequest) => void = () => {},
): Promise<FaultServer> {
  const attempts: Attempt[] = [];
  const servedBy = new Map<Socket, number>();
  const awaited = new Set<(attempt: Attempt) => void>();
  let current: CurrentFault | null = null;

  function take(request: SandboxRequest, incoming: IncomingMessage, response: ServerResponse): void {
    const { socket } = incoming;
    onRequest(request);
    const served = servedBy.get(socket) ?? 0;
    servedBy.set(socket, served + 1);
    const faulty = current !== null && current.left > 0 && current.matches(request) ? current : null;
    const faulted = faulty !== null;
    const attempt = recordAttempt(request, { faulted, response, openSockets: servedBy.size });
    attempts.push(attempt);
    for (const look of awaited) look(attempt);
    const exchange = { request, response, socket, served, answer: () => emulator(request) };
    if (faulty !== null) faulty.left -= 1;
    (faulty?.fault ?? answerRight)(exchange);
  }

  const server = createServer((incoming, response) => {
    // A caller that goes away while it asks has asked for nothing.
    void readRequest(incoming).then(
      (request) => take(request, incoming, response),
      () => {},
    );
  });
  // The end of an idle connection is left to the caller, but for the faults that are about it.
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    servedBy.set(socket, 0);
    socket
      .on('error', () => {})
      .once('close', () => {
        servedBy.delete(socket);
        server.emit('gone');
      });
  });
  const port = await listen(server, 0);
  return {
    origin: `http://127.0.0.1:${port}`,
    attempts,
    reached(matches) {
      if (attempts.some(matches)) return Promise.resolve();
      return new Promise((resolve) => {
        const look = (attempt: Attempt) => {
          if (matches(attempt) && awaited.delete(look)) resolve();
        };
        awaited.add(look);
      });
    },
    forget: () => void attempts.splice(0),
    openSockets: () => servedBy.size,
    async drained() {
      while (servedBy.size > 0) await once(server, 'gone');
    },
    fail(fault, { matches = () => true, first = Number.POSITIVE_INFINITY } = {}) {
      current = { fault, matches, left: first };
    },
    async heal() {
      current = null;
      if (!server.listening) await listen(server, port);
    },
    goDown: () => shut(server),
    close: () => shut(server),
  };
}

/** Answers as the emulator says. */
export function answerRight({ response, answer }: FaultedExchange): void {
  const { status, headers, body } = answer();
  response.writeHead(status, headers).end(body);
}

interface RecordedParts {
  readonly faulted: boolean;
  readonly response: ServerResponse;
  readonly openSockets: number;
}

function recordAttempt(
  { method, path }: SandboxRequest,
  { faulted, response, openSockets }: RecordedParts,
): Attempt {
  let isCut = false;
  response.once('close', () => {
    isCut = !response.writableFinished;
  });
  return {
    method,
    path,
    at: performance.now(),
    faulted,
    openSockets,
    get isAnswered() {
      // What is written to a connection that is gone counts as finished.
      return response.writableFinished && !isCut;
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const [path = '', query = ''] = (incoming.url ?? '').split('?');
  const { method = 'GET', headers } = incoming;
  return { method, path, query: new URLSearchParams(query), headers, body: Buffer.concat(chunks).toString() };
}

async function listen(server: Server, wanted: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  server.removeAllListeners('error');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function shut(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
