import type { Call } from '../billing/call.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { createLoaders, type Loaders } from '../loaders/create-loaders.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';
import { type AnswerRows, createAnswerRows } from './answer-rows.ts';
import type { Caller } from './caller.ts';
import { createFormatMoney, type FormatMoney } from './format-money.ts';
import { createVisibleCustomers, type VisibleCustomers } from './visible-customers.ts';

/** The configured accounts by name, in the order of the configuration. */
export type Providers = ReadonlyMap<string, BillingProvider>;

/** What a resolver may reach; made anew for each request. */
export interface Context {
  readonly providers: Providers;
  /** Who asks. */
  readonly caller: Caller;
  /** What the answer holds so far. */
  readonly answer: AnswerRows;
  /** Shows amounts to people. */
  readonly formatMoney: FormatMoney;
  /** The only way to a customer: it keeps to those that the caller may see. */
  readonly customers: VisibleCustomers;
  /** For what is asked about a customer once it has been found. */
  readonly loaders: Omit<Loaders, 'customer' | 'customerByExternalId'>;
  /** Runs a write. What was read before it counts neither for the write nor for what is read afterwards. */
  write<Value>(work: (call: Call) => Promise<Value>): Promise<Value>;
}

/** What a context is made of. */
export interface ContextParts {
  readonly providers: Providers;
  readonly caller: Caller;
  /** What all upstream calls of the request carry. */
  readonly call: Call;
  /** Told about every failure of a provider. */
  readonly onFailure: OnFailure;
}

/** The context of one request, whose upstream calls stop with the signal of its call. */
export function createContext({ providers, caller, call, onFailure }: ContextParts): Context {
  const loaders = createLoaders(call, onFailure);
  return {
    providers,
    caller,
    answer: createAnswerRows(),
    formatMoney: createFormatMoney(),
    customers: createVisibleCustomers(caller, loaders),
    loaders,
    async write(work) {
      try {
        // A call of its own: adapters remember what they read for one call object.
        return await work({ ...call });
      } catch (error) {
        if (error instanceof ProviderError) onFailure(error);
        throw error;
      } finally {
        loaders.forget();
      }
    },
  };
}
