import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { BillingProvider } from './billing/provider.ts';
import { accountOf, type ChosenAccount } from './config/account-of.ts';
import type { Config } from './config/read-config.ts';
import { createConnections } from './http/connections.ts';
import type { SharedAccount } from './http/shared-account.ts';
import { createProviderLog, type ProviderLog } from './provider-log.ts';
import { createProviders } from './providers/create-providers.ts';
import { startSandbox } from './sandbox/start-sandbox.ts';

/** The accounts that are asked. */
export interface OpenAccounts {
  /** In the order of the configuration. */
  readonly providers: readonly BillingProvider[];
  /** Told about every failure of a read. */
  readonly onFailure: ProviderLog['onFailure'];
  /** Lets changes that were sent finish, and cuts whatever is left after so many milliseconds. */
  close(withinMs: number): Promise<void>;
}

/** How accounts are asked by several processes. */
export interface SharedAccounts {
  readonly share: (provider: string) => SharedAccount;
  /** Of the sandbox that they share; null where providers are configured. */
  readonly sandbox: readonly ChosenAccount[] | null;
}

/** Opens the configured accounts, or those of a sandbox of our own where there are none. */
export async function openAccounts(
  { providers, limits }: Config,
  log: Logger,
  shared: SharedAccounts | null = null,
): Promise<OpenAccounts> {
  const sandbox = providers.length === 0 && shared === null ? await startSandbox() : null;
  const standIns = sandbox?.accounts ?? shared?.sandbox ?? [];
  const connections = createConnections();
  const { onExchange, onStatus, onFailure } = createProviderLog(log);
  const wire = {
    ...connections,
    onExchange,
    onStatus,
    share: shared?.share,
    // One operation may send all its calls at once.
    longestQueue: Math.max(1000, limits.upstreamCalls),
  };
  return {
    providers: createProviders(providers.length > 0 ? providers : standIns.map(accountOf), wire),
    onFailure,
    async close(withinMs) {
      await Promise.race([connections.close(), pause(withinMs, undefined, { ref: false })]);
      await connections.destroy();
      await sandbox?.close();
    },
  };
}
