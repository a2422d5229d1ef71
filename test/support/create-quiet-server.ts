import { pino } from 'pino';
import { admitAnyone } from '../../src/server/callers/authenticate.ts';
import { type BillgraphServer, createServer, type ServerOptions } from '../../src/server/create-server.ts';

/** What a server in a test has to be told; everything else has a usual value. */
export type QuietServerOptions = Pick<ServerOptions, 'providers'> & Partial<ServerOptions>;

/** A server that lets everybody in, has no page for browsers and logs nothing, but for what is given. */
export function createQuietServer(options: QuietServerOptions): BillgraphServer {
  return createServer({
    authenticate: admitAnyone,
    log: pino({ level: 'silent' }),
    onFailure: () => {},
    deadlineMs: 5_000,
    isReady: () => true,
    graphiql: null,
    ...options,
  });
}
