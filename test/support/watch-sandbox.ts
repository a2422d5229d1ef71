import { Agent } from 'undici';
import type { BillingProvider } from '../../src/billing/provider.ts';
import { accountOf } from '../../src/config/account-of.ts';
import { createProviders } from '../../src/providers/create-providers.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

/** The real adapters in front of a sandbox, every call of theirs told whole. */
interface WatchedSandbox {
  readonly providers: readonly BillingProvider[];
  /** What was sent since the last look: method, URL and body, sorted, since calls of one tick have no order. */
  takeCalls(): readonly string[];
  close(): Promise<void>;
}

/** Opens a sandbox of its own in which it is always this time. */
export async function watchSandbox(now: Date): Promise<WatchedSandbox> {
  const calls: string[] = [];
  const sandbox = await startSandbox({ now: () => now });
  const dispatcher = new Agent().compose((dispatch) => (options, handler) => {
    const { method, origin, path, body } = options;
    calls.push(`${method} ${String(origin)}${path} ${typeof body === 'string' ? body : ''}`);
    return dispatch(options, handler);
  });
  return {
    providers: createProviders(sandbox.accounts.map(accountOf), { dispatcher, onExchange: () => {} }),
    takeCalls: () => calls.splice(0).sort(),
    async close() {
      await dispatcher.close();
      await sandbox.close();
    },
  };
}
