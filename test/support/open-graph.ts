import { Agent } from 'undici';
import { accountOf } from '../../src/config/account-of.ts';
import { createProviders } from '../../src/providers/create-providers.ts';
import type { ProviderSettings } from '../../src/providers/settings.ts';
import { type SandboxCall, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import type { ServerOptions } from '../../src/server/create-server.ts';
import { listen } from '../../src/server/listen.ts';
import { createQuietServer } from './create-quiet-server.ts';
import { type Answer, post } from './execute.ts';

/** The real graph in front of the sandbox, asked over real HTTP on the provider side. */
export interface OpenGraph {
  ask(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** Reads what is at a path beside the graph, through a port of its own. */
  get(target: string): Promise<{ readonly status: number; readonly text: string }>;
  /** What the sandbox received since the last look, "METHOD path?query" by account. */
  takeCalls(): readonly SandboxCall[];
  close(): Promise<void>;
}

/** Opens a graph of its own; `settings` change how its accounts are asked, `options` how it serves. */
export async function openGraph(
  settings: Partial<ProviderSettings> = {},
  options: Partial<ServerOptions> = {},
): Promise<OpenGraph> {
  const calls: SandboxCall[] = [];
  const sandbox = await startSandbox({ onCall: (call) => calls.push(call) });
  const dispatcher = new Agent();
  const accounts = sandbox.accounts.map((account) => ({ ...accountOf(account), ...settings }));
  const server = createQuietServer({
    providers: createProviders(accounts, { dispatcher, onExchange: () => {} }),
    deadlineMs: 15_000,
    ...options,
  });
  return {
    ask: (query, variables = {}, headers = {}) => post(server, { query, variables, headers }),
    async get(target) {
      const listener = await listen(server.handle, { host: '127.0.0.1', port: 0 });
      try {
        const response = await fetch(`http://127.0.0.1:${listener.port}${target}`);
        return { status: response.status, text: await response.text() };
      } finally {
        await listener.close();
      }
    },
    takeCalls: () => calls.splice(0),
    async close() {
      await dispatcher.close();
      await sandbox.close();
    },
  };
}
