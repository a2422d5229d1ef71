import { createServer as createHttpServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { Agent } from 'undici';
import type { Config } from './config/read-config.ts';
import type { Exchange } from './http/json-client.ts';
import { createProviders } from './providers/create-providers.ts';
import type { ProviderSettings } from './providers/settings.ts';
import { startSandbox } from './sandbox/start-sandbox.ts';
import { createServer } from './server/create-server.ts';
import { createExamples } from './server/graphiql/examples/create-examples.ts';
import { readAssets } from './server/graphiql/read-assets.ts';

/** A running billgraph. */
export interface RunningBillgraph {
  /** Where the graph is, path included. */
  readonly url: string;
  /** Takes no more requests, lets those under way finish, and resolves when everything is closed. */
  stop(): Promise<void>;
}

/** The same folder from src and from dist. */
const builtGraphiql = fileURLToPath(new URL('../dist/graphiql/', import.meta.url));
const longestDrainMs = 30_000;

/** Starts billgraph in front of the configured providers, or of a sandbox of its own when there are none. */
export async function startBillgraph(
  config: Config,
  log: Logger,
  graphiqlFolder = builtGraphiql,
): Promise<RunningBillgraph> {
  const sandbox = config.providers.length === 0 ? await startSandbox() : null;
  const accounts = sandbox === null ? config.providers : sandbox.accounts.map(withDefaults);
  const dispatcher = new Agent({
    connectTimeout: 5_000,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 25_000,
  });
  const providers = createProviders(accounts, {
    dispatcher,
    onExchange: (exchange) => logExchange(log, exchange),
  });

  let ready = true;
  const yoga = createServer({
    providers,
    log,
    deadlineMs: config.server.deadlineMs,
    corsOrigins: config.server.corsOrigins,
    isReady: () => ready,
    graphiql: config.server.graphiql
      ? { assets: await readAssets(graphiqlFolder), examples: createExamples(providers) }
      : null,
  });
  const server = createHttpServer((request, response) => {
    if (!ready) response.shouldKeepAlive = false;
    void yoga(request, response);
  });
  const { port } = await listen(server, config.server.host, config.server.port);

  return {
    url: `http://${inUrl(config.server.host)}:${port}${yoga.graphqlEndpoint}`,
    async stop() {
      ready = false;
      await drain(server);
      await dispatcher.close();
      await sandbox?.close();
    },
  };
}

function withDefaults(
  account: Pick<ProviderSettings, 'name' | 'kind' | 'baseUrl' | 'apiKey'>,
): ProviderSettings {
  return { ...account, timeoutMs: 10_000, maxConcurrency: 64, bulk: 'auto' };
}

function logExchange(log: Logger, { durationMs, ...exchange }: Exchange): void {
  log.debug({ ...exchange, durationMs: Math.round(durationMs) }, 'provider call');
}

function listen(server: Server, host: string, port: number): Promise<{ readonly port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server listens on no port'));
      else resolve({ port: address.port });
    });
  });
}

/** Requests under way may finish; a connection that is still open after the longest wait is cut. */
async function drain(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), longestDrainMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}

function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
