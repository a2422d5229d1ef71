import { pino } from 'pino';
import { admitAnyone } from '../../src/server/callers/authenticate.ts';
import { createServer, type ServerOptions } from '../../src/server/create-server.ts';
import { listen } from '../../src/server/listen.ts';

/** A billgraph server on a port of its own. */
export interface OpenPort {
  readonly origin: string;
  readonly port: number;
  /** What it has logged, from the level info on. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

/** Serves the providers. */
export async function openPort(
  options: Pick<ServerOptions, 'providers'> & Partial<ServerOptions>,
): Promise<OpenPort> {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { base: null, timestamp: false },
    { write: (line: string) => void lines.push(JSON.parse(line)) },
  );
  const { handle } = createServer({
    authenticate: admitAnyone,
    log,
    onFailure: ({ failure }) => log.warn({ failure }, 'provider failed'),
    deadlineMs: 5_000,
    isReady: () => true,
    graphiql: null,
    ...options,
  });
  const { port, close } = await listen(handle, { host: '127.0.0.1', port: 0 });
  return { origin: `http://127.0.0.1:${port}`, port, lines, close };
}
