import type { Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher, Pool } from 'undici';

/** The connections to all providers. */
export interface Connections {
  /** Keeps connections for further calls. */
  readonly dispatcher: Dispatcher;
  /** Opens a connection for each call, for when those that were kept turn out to be closed. */
  readonly freshDispatcher: Dispatcher;
  /** Keeps so many connections at most, and sends so many requests on each before the first of them is answered. */
  pipelined(of: Pipelining): Dispatcher;
  /** Whether the error broke a connection that had served another call before: it may have been closed while idle. */
  brokeKeptConnection(error: unknown): boolean;
  /** Takes no more calls; resolves when none is under way any more. */
  close(): Promise<void>;
  /** Breaks what is under way, also while `close` waits for it. */
  destroy(): Promise<void>;
}

/** How many connections, and requests on each. */
export interface Pipelining {
  readonly connections: number;
  readonly requests: number;
}

/** Longest until there is a connection. A whole call has a limit of its own, which is exact; this one may be late. */
const connectTimeoutMs = 3_000;

/** Below what servers and proxies keep an idle connection for, as a rule. */
const keepAlive = { keepAliveTimeout: 4_000, keepAliveMaxTimeout: 25_000 } as const;

/** Opens nothing yet. */
export function createConnections(): Connections {
  const brokeKept = new WeakSet<object>();
  const connectPlainly = buildConnector({ timeout: connectTimeoutMs });
  const connect: buildConnector.connector = (options, callback) =>
    connectPlainly(options, (...[error, socket]) => {
      if (error === null) {
        watch(socket, (broken) => brokeKept.add(broken));
        callback(null, socket);
      } else callback(error, null);
    });
  // An agent forgets its pools as soon as it is being closed, and would break nothing any more.
  const pools = new Set<Pool>();
  const factory = (origin: string | URL, options: object): Dispatcher => {
    for (const pool of pools) if (pool.destroyed) pools.delete(pool);
    const pool = new Pool(origin, options);
    pools.add(pool);
    return pool;
  };
  const dispatcher = new Agent({ connect, factory, ...keepAlive });
  const freshDispatcher = new Agent({ connect: { timeout: connectTimeoutMs }, factory, pipelining: 0 });
  const agents = [dispatcher, freshDispatcher];
  return {
    dispatcher,
    freshDispatcher,
    pipelined({ connections, requests }) {
      const agent = new Agent({ connect, factory, ...keepAlive, connections, pipelining: requests });
      agents.push(agent);
      return agent;
    },
    brokeKeptConnection: (error) => typeof error === 'object' && error !== null && brokeKept.has(error),
    async close() {
      await Promise.all(agents.map((agent) => agent.close()));
    },
    async destroy() {
      await Promise.all([...agents, ...pools].map((each) => each.destroy()));
    },
  };
}

/** Tells the error that breaks a connection on which an answer has come before. */
function watch(socket: Socket, onBroken: (error: Error) => void): void {
  socket.on('error', (error) => {
    if (socket.bytesRead > 0) onBroken(error);
  });
}
