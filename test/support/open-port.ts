import { pino } from 'pino';
import { listen } from '../../src/server/listen.ts';
import { createQuietServer, type QuietServerOptions } from './create-quiet-server.ts';

/** A billgraph server on a port of its own. */
export interface OpenPort {
  readonly origin: string;
  readonly port: number;
  /** What it has logged, from the level info on. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

/** Serves the providers. */
export async function openPort(options: QuietServerOptions): Promise<OpenPort> {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { base: null, timestamp: false },
    { write: (line: string) => void lines.push(JSON.parse(line)) },
  );
  const { handle } = createQuietServer({
    log,
    onFailure: ({ failure }) => log.warn({ failure }, 'provider failed'),
    ...options,
  });
  const { port, close } = await listen(handle, { host: '127.0.0.1', port: 0 });
  return { origin: `http://127.0.0.1:${port}`, port, lines, close };
}
