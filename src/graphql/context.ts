import type { Call } from '../billing/call.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { createLoaders, type Loaders } from '../loaders/create-loaders.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';

/** The configured accounts by name, in the order of the configuration. */
export type Providers = ReadonlyMap<string, BillingProvider>;

/** What a resolver may reach; made anew for each request. */
export interface Context {
  readonly providers: Providers;
  readonly loaders: Loaders;
  /** Runs a write. What was read before it counts neither for the write nor for what is read afterwards. */
  write<Value>(work: (call: Call) => Promise<Value>): Promise<Value>;
}

/** The context of one request, whose upstream calls stop with the signal. */
export function createContext(providers: Providers, { signal, now }: Call, onFailure: OnFailure): Context {
  const loaders = createLoaders({ signal, now }, onFailure);
  return {
    providers,
    loaders,
    async write(work) {
      try {
        // A call of its own: adapters remember what they read for one call object.
        return await work({ signal, now });
      } catch (error) {
        if (error instanceof ProviderError) onFailure(error);
        throw error;
      } finally {
        loaders.forget();
      }
    },
  };
}
