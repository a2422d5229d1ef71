import { isLoopbackHost } from '../server/loopback-host.ts';
import type { Config } from './read-config.ts';

/** Something about a configuration that can be started with and is probably not what was meant. */
interface Warning {
  readonly message: string;
  /** What it is about, for the log. */
  readonly about: Readonly<Record<string, unknown>>;
}

/** Everything that is to be said about the configuration at the start. */
export function warningsOf(config: Config): readonly Warning[] {
  const { server, auth, documents, providers, sandboxOverruled } = config;
  const keys = auth.mode === 'credentials' ? auth.jwt?.keys : undefined;
  const candidates: readonly (Warning & { readonly applies: boolean })[] = [
    {
      applies: sandboxOverruled,
      message: 'BILLGRAPH_SANDBOX=1 counts for nothing: providers are configured, and they are asked',
      about: { providers: providers.map(({ name }) => name) },
    },
    {
      applies: server.graphiql && !server.introspection,
      message: 'GraphiQL is on and introspection is off: it can send operations, but knows no schema',
      about: {},
    },
    {
      applies: server.graphiql && documents?.only === true,
      message: 'GraphiQL is on and only trusted documents are executed: nothing that is typed into it runs',
      about: {},
    },
    {
      applies: providers.length === 0 && !isLoopbackHost(server.host),
      message: 'the sandbox can be reached from elsewhere',
      about: { host: server.host },
    },
    {
      applies: auth.mode === 'none' && !isLoopbackHost(server.host),
      message: 'auth: { mode: none } lets in whoever can reach this host',
      about: { host: server.host },
    },
    {
      applies:
        keys instanceof URL &&
        keys.protocol === 'http:' &&
        !isLoopbackHost(keys.hostname.replace(/^\[|\]$/g, '')),
      message:
        'the key set of the token issuer comes over http: whoever can change it on the way can sign tokens',
      about: {},
    },
  ];
  return candidates.filter(({ applies }) => applies).map(({ message, about }) => ({ message, about }));
}
