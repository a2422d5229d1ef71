import { accountOf } from '../../../src/config/account-of.ts';
import { createConnections } from '../../../src/http/connections.ts';
import { createProviders } from '../../../src/providers/create-providers.ts';
import type { ProviderSettings } from '../../../src/providers/settings.ts';
import { createFlexpriceSandbox } from '../../../src/sandbox/flexprice/create-flexprice-sandbox.ts';
import type { Emulator } from '../../../src/sandbox/http-server.ts';
import { createLagoSandbox } from '../../../src/sandbox/lago/create-lago-sandbox.ts';
import { createPolarSandbox } from '../../../src/sandbox/polar/create-polar-sandbox.ts';
import type { BillgraphServer, ServerOptions } from '../../../src/server/create-server.ts';
import { createQuietServer } from '../../support/create-quiet-server.ts';
import { type FaultServer, openFaultServer } from '../../support/fault-server.ts';
import { type ProviderName, providerNames } from '../../support/sample-customers.ts';
import { canary } from '../canaries/canary.ts';

const kinds = { flexprice: 'FLEXPRICE', lago: 'LAGO', polar: 'POLAR' } as const;
/** What comes behind the origin of each account. */
export const prefixes = { flexprice: '/v1', lago: '/api/v1', polar: '' } as const;

/** The emulated accounts, each under a key that must never be seen anywhere. */
export function createEmulators(
  now: () => Date = () => new Date(),
): Readonly<Record<ProviderName, Emulator>> {
  const optionsOf = (provider: ProviderName) => ({ now, apiKey: keyOf(provider) });
  return {
    flexprice: createFlexpriceSandbox(optionsOf('flexprice')),
    lago: createLagoSandbox(optionsOf('lago')),
    polar: createPolarSandbox(optionsOf('polar')),
  };
}

/** The key of an account. */
export function keyOf(provider: ProviderName): string {
  return `${canary}-${provider}`;
}

/** What billgraph sent, or tried to send, to one of the accounts. */
export interface SentCall {
  readonly method: string;
  readonly path: string;
}

/** The real graph over three accounts. */
export interface OpenAccounts extends Pick<BillgraphServer, 'fetch' | 'handle'> {
  /** What was sent to an origin, including what found no connection. */
  sentTo(origin: string): readonly SentCall[];
  close(): Promise<void>;
}

/** Where the accounts are, and how they are asked. */
export interface AccountsOptions {
  readonly origins: Readonly<Record<ProviderName, string>>;
  readonly settings?: Partial<Readonly<Record<ProviderName, Partial<ProviderSettings>>>>;
  readonly server?: Partial<ServerOptions>;
  readonly longestQueue?: number;
}

/** Opens a graph with connections and providers of its own, which know of no failure yet. */
export function openAccounts({
  origins,
  settings = {},
  server = {},
  longestQueue,
}: AccountsOptions): OpenAccounts {
  const connections = createConnections();
  const sent: { readonly origin: string; readonly method: string; readonly path: string }[] = [];
  const watch = (dispatcher: typeof connections.dispatcher) =>
    dispatcher.compose((dispatch) => (options, handler) => {
      const [path = ''] = options.path.split('?');
      sent.push({ origin: String(options.origin), method: options.method, path });
      return dispatch(options, handler);
    });
  const providers = createProviders(
    providerNames.map((name) => ({
      ...accountOf({
        name,
        kind: kinds[name],
        apiKey: keyOf(name),
        baseUrl: `${origins[name]}${prefixes[name]}`,
      }),
      ...settings[name],
    })),
    {
      ...connections,
      dispatcher: watch(connections.dispatcher),
      freshDispatcher: watch(connections.freshDispatcher),
      longestQueue,
      onExchange: () => {},
    },
  );
  const { fetch, handle } = createQuietServer({ providers, ...server });
  return {
    fetch,
    handle,
    sentTo: (origin) => sent.filter((call) => call.origin === origin),
    close: () => connections.destroy(),
  };
}

/** The accounts, each of which can be made to fail. */
export type FaultServers = Readonly<Record<ProviderName, FaultServer>>;

/** Opens one server for each emulator. */
export async function openFaultServers(): Promise<FaultServers> {
  const emulators = createEmulators();
  const [flexprice, lago, polar] = await Promise.all([
    openFaultServer(emulators.flexprice),
    openFaultServer(emulators.lago),
    openFaultServer(emulators.polar),
  ]);
  return { flexprice, lago, polar };
}

/** Closes all of them, and breaks what is under way. */
export async function closeServers(servers: FaultServers): Promise<void> {
  await Promise.all(Object.values(servers).map((server) => server.close()));
}

/** The origins of the servers. */
export function originsOf({ flexprice, lago, polar }: FaultServers): Readonly<Record<ProviderName, string>> {
  return { flexprice: flexprice.origin, lago: lago.origin, polar: polar.origin };
}
