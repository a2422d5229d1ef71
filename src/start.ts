import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { Agent } from 'undici';
import { accountOf } from './config/account-of.ts';
import type { Config } from './config/read-config.ts';
import { createProviderLog } from './provider-log.ts';
import { createProviders } from './providers/create-providers.ts';
import { startSandbox } from './sandbox/start-sandbox.ts';
import { createServer } from './server/create-server.ts';
import { createExamples } from './server/graphiql/examples/create-examples.ts';
import { readAssets } from './server/graphiql/read-assets.ts';
import { listen } from './server/listen.ts';

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
  const dispatcher = new Agent({
    connectTimeout: 5_000,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 25_000,
  });
  const closeUpstream = async () => {
    await dispatcher.close();
    await sandbox?.close();
  };
  try {
    const accounts = sandbox === null ? config.providers : sandbox.accounts.map(accountOf);
    const { onExchange, onFailure } = createProviderLog(log);
    const providers = createProviders(accounts, { dispatcher, onExchange });

    let ready = true;
    const server = createServer({
      providers,
      log,
      onFailure,
      deadlineMs: config.server.deadlineMs,
      corsOrigins: config.server.corsOrigins,
      isReady: () => ready,
      graphiql: config.server.graphiql
        ? { assets: await readAssets(graphiqlFolder), examples: createExamples(providers) }
        : null,
    });
    const { host } = config.server;
    const listener = await listen(server.handle, host, config.server.port);
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
