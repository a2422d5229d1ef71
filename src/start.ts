import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { BillingProvider } from './billing/provider.ts';
import { accountOf } from './config/account-of.ts';
import type { Config } from './config/read-config.ts';
import { createConnections } from './http/connections.ts';
import { createProviderLog } from './provider-log.ts';
import { createProviders } from './providers/create-providers.ts';
import { startSandbox } from './sandbox/start-sandbox.ts';
import { createAuthenticate } from './server/callers/authenticate.ts';
import { createServer } from './server/create-server.ts';
import { createBlankExamples, createExamples } from './server/graphiql/examples/create-examples.ts';
import { readAssets } from './server/graphiql/read-assets.ts';
import { listen } from './server/listen.ts';
import type { GraphiqlPage } from './server/plugins/use-graphiql.ts';
import { refuseForeignHosts } from './server/refuse-foreign-hosts.ts';

/** A running billgraph. */
export interface RunningBillgraph {
  /** Where the graph is, path included. */
  readonly url: string;
  /** Takes no more requests, lets those under way finish, and resolves when everything is closed. */
  stop(): Promise<void>;
}

/** The same folder from src and from dist. */
const builtGraphiql = fileURLToPath(new URL('../dist/graphiql/', import.meta.url));

/** Starts billgraph in front of the configured providers, or of a sandbox of its own when there are none. */
export async function startBillgraph(
  config: Config,
  log: Logger,
  graphiqlFolder = builtGraphiql,
): Promise<RunningBillgraph> {
  const sandbox = config.providers.length === 0 ? await startSandbox() : null;
  const connections = createConnections();
  const closeUpstream = async () => {
    await connections.close();
    await sandbox?.close();
  };
  try {
    const accounts = sandbox === null ? config.providers : sandbox.accounts.map(accountOf);
    const { auth } = config;
    const { onExchange, onFailure } = createProviderLog(log);
    const providers = createProviders(accounts, { ...connections, onExchange });

    let ready = true;
    const server = createServer({
      providers,
      log,
      authenticate: createAuthenticate(auth, log),
      onFailure,
      deadlineMs: config.server.deadlineMs,
      limits: config.limits,
      documents: config.documents,
      introspection: config.server.introspection,
      corsOrigins: config.server.corsOrigins,
      isReady: () => ready,
      graphiql: config.server.graphiql ? await readPage(config, providers, graphiqlFolder) : null,
    });
    const { host } = config.server;
    const handle = auth.mode === 'local' ? refuseForeignHosts(server.handle) : server.handle;
    const listener = await listen(handle, { host, port: config.server.port });
    const stop = async () => {
      ready = false;
      await listener.close();
      await closeUpstream();
    };
    let stopped: Promise<void> | null = null;
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}${server.graphqlEndpoint}`,
      stop() {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await closeUpstream();
    throw error;
  }
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
