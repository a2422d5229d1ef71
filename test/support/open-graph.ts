import { pino } from 'pino';
import { Agent } from 'undici';
import { accountOf } from '../../src/config/account-of.ts';
import { createProviders } from '../../src/providers/create-providers.ts';
import type { ProviderSettings } from '../../src/providers/settings.ts';
import { type SandboxCall, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { createServer } from '../../src/server/create-server.ts';
import { type Answer, post } from './execute.ts';

/** The real graph in front of the sandbox, asked over real HTTP on the provider side. */
export interface OpenGraph {
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** What the sandbox received since the last look, "METHOD path?query" by account. */
  takeCalls(): readonly SandboxCall[];
  close(): Promise<void>;
}

/** Opens a graph of its own; `settings` change how its accounts are asked. */
export async function openGraph(settings: Partial<ProviderSettings> = {}): Promise<OpenGraph> {
  const calls: SandboxCall[] = [];
  const sandbox = await startSandbox({ onCall: (call) => calls.push(call) });
  const dispatcher = new Agent();
  const accounts = sandbox.accounts.map((account) => ({ ...accountOf(account), ...settings }));
  const server = createServer({
    providers: createProviders(accounts, { dispatcher, onExchange: () => {} }),
    log: pino({ level: 'silent' }),
    onFailure: () => {},
    deadlineMs: 15_000,
    isReady: () => true,
    graphiql: null,
  });
  return {
    ask: (query, variables = {}) => post(server, query, variables),
    takeCalls: () => calls.splice(0),
    async close() {
      await dispatcher.close();
      await sandbox.close();
    },
  };
}
