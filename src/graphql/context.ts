import type { Call } from '../billing/call.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { createLoaders, type Loaders } from '../loaders/create-loaders.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';

/** The configured accounts by name, in the order of the configuration. */
export type Providers = ReadonlyMap<string, BillingProvider>;

/** What a resolver may reach; made anew for each request. */
export interface Context {
  readonly providers: Providers;
  readonly loaders: Loaders;
}

/** The context of one request, whose upstream calls carry `call`. */
export function createContext(providers: Providers, call: Call, onFailure: OnFailure): Context {
  return { providers, loaders: createLoaders(call, onFailure) };
}
