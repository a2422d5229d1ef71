import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { BillingProvider } from './billing/provider.ts';
import type { Config } from './config/read-config.ts';
import { openAccounts, type SharedAccounts } from './open-accounts.ts';
import { createAuthenticate } from './server/callers/authenticate.ts';
import { createServer } from './server/create-server.ts';
import { watchEventLoopDelay } from './server/demand/event-loop-delay.ts';
import { type DrainLimit, longestDrain } from './server/drain.ts';
import type { FellowProcesses } from './server/fellow-processes.ts';
import { createBlankExamples, createExamples } from './server/graphiql/examples/create-examples.ts';
import { readAssets } from './server/graphiql/read-assets.ts';
import { type Listener, listen } from './server/listen.ts';
import type { GraphiqlPage } from './server/plugins/use-graphiql.ts';
import { refuseForeignHosts } from './server/refuse-foreign-hosts.ts';

/** A running billgraph. */
export interface RunningBillgraph {
  /** Where the graph is, path included. */
  readonly url: string;
  /**
   * Takes no more requests, lets what is under way finish, changes at providers included, and resolves when everything is
   * closed: at the limit, by default the longest, whatever is left is cut. The limit that is given first counts.
   */
  stop(limit?: DrainLimit): Promise<void>;
}

/** What a billgraph finds where it starts. */
export interface Surroundings {
  /** Where GraphiQL was built; absent: where the build puts it. */
  readonly graphiqlFolder?: string | undefined;
  /** Absent: no other process serves the same port. */
  readonly together?: StartedTogether | undefined;
}

/** What one of several processes that serve the same port has in common with the others. */
interface StartedTogether extends SharedAccounts {
  readonly fellows: FellowProcesses;
  /** Whether all of them take traffic. */
  isComplete(): boolean;
}

/** The same folder from src and from dist. */
const builtGraphiql = fileURLToPath(new URL('../dist/graphiql/', import.meta.url));

/** Starts billgraph in front of the configured providers, or of a sandbox of its own when there are none. */
export async function startBillgraph(
  config: Config,
  log: Logger,
  { graphiqlFolder = builtGraphiql, together }: Surroundings = {},
): Promise<RunningBillgraph> {
  const accounts = await openAccounts(config, log, together);
  const eventLoopDelay = watchEventLoopDelay();
  const closeRest = (withinMs: number) => {
    eventLoopDelay.stop();
    return accounts.close(withinMs);
  };
  try {
    const { auth, server: settings } = config;
    let ready = true;
    const server = createServer({
      ...settings,
      providers: accounts.providers,
      log,
      authenticate: createAuthenticate(auth, log),
      onFailure: accounts.onFailure,
      limits: config.limits,
      cache: config.cache,
      readEventLoopDelayMs: eventLoopDelay.meanMs,
      documents: config.documents,
      fellows: together?.fellows,
      isReady: () => ready && together?.isComplete() !== false,
      graphiql: settings.graphiql ? await readPage(config, accounts.providers, graphiqlFolder) : null,
    });
    const handle = auth.mode === 'local' ? refuseForeignHosts(server.handle) : server.handle;
    const { port, close } = await listen(handle, settings);
    let stopped: Promise<void> | null = null;
    return {
      url: `http://${bracketed(settings.host)}:${port}${server.graphqlEndpoint}`,
      stop(limit = longestDrain) {
        ready = false;
        stopped ??= closeInOrder(close, closeRest, limit);
        return stopped;
      },
    };
  } catch (error) {
    await closeRest(0);
    throw error;
  }
}

/** First the clients' side, which still needs the other; what it leaves of the time is for the changes under way. */
async function closeInOrder(
  closeListener: Listener['close'],
  closeRest: (withinMs: number) => Promise<void>,
  { withinMs }: DrainLimit,
): Promise<void> {
  const end = performance.now() + withinMs;
  await closeListener({ withinMs });
  await closeRest(Math.max(0, end - performance.now()));
}

/** The host as URLs have it. */
function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

async function readPage(
  { auth, providers: configured }: Config,
  providers: readonly BillingProvider[],
  folder: string,
): Promise<GraphiqlPage> {
  const needsCredentials = auth.mode === 'credentials';
  const isSecret = needsCredentials && configured.length > 0;
  return {
    assets: await readAssets(folder),
    // Whoever has not signed in yet learns nothing of the accounts from them.
    examples: isSecret ? createBlankExamples() : createExamples(providers),
    needsCredentials,
  };
}
