import type { Call } from '../billing/call.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { WriteRefusal } from '../billing/write-refusal.ts';
import { createLoaders, type Loaders } from '../loaders/create-loaders.ts';
import type { LastKnownAnswers } from '../loaders/last-known-answers.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';
import type { NamedCustomers } from '../loaders/write-marks.ts';
import { type AnswerRows, createAnswerRows } from './answer-rows.ts';
import { audienceOf, type Caller, customerAccessOf } from './caller.ts';
import { createFormatMoney, type FormatMoney } from './format-money.ts';
import { createStaleFields, type StaleFields } from './stale-fields.ts';
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
  /** Which fields of the answer were read before; whoever takes what a read has ended in tells it. */
  readonly stale: StaleFields;
  /** Shows amounts to people. */
  readonly formatMoney: FormatMoney;
  /** The only way to a customer: it keeps to those that the caller may see. */
  readonly customers: VisibleCustomers;
  /** For what is asked about a customer once it has been found. */
  readonly loaders: Omit<Loaders, 'customer' | 'customerByExternalId'>;
  /**
   * Runs a write. What was read before it counts neither for the write nor for what is read afterwards. What was last known
   * of the customers whom it is about is dropped, unless it has surely changed nothing.
   */
  write<Value>(written: NamedCustomers, work: (call: Call) => Promise<Value>): Promise<Value>;
}

/** What a context is made of. */
export interface ContextParts {
  readonly providers: Providers;
  readonly caller: Caller;
  /** What all upstream calls of the request carry. */
  readonly call: Call;
  /** Told about every failure of a provider. */
  readonly onFailure: OnFailure;
  /** What was read by requests before. */
  readonly lastKnown: LastKnownAnswers;
}

/** The context of one request, whose upstream calls stop with the signal of its call. */
export function createContext({ providers, caller, call, onFailure, lastKnown }: ContextParts): Context {
  const audience = audienceOf(customerAccessOf(caller));
  const openKnown = () => lastKnown.open(audience, call.now);
  const loaders = createLoaders({ call, onFailure, openKnown });
  return {
    providers,
    caller,
    answer: createAnswerRows(),
    stale: createStaleFields(),
    formatMoney: createFormatMoney(),
    customers: createVisibleCustomers(caller, loaders),
    loaders,
    async write(written, work) {
      const drop = () => {
        if (written.customers.length > 0) lastKnown.forget(written);
      };
      try {
        // A call of its own: adapters remember what they read for one call object.
        const value = await work({ ...call, onWritten: drop });
        drop();
        return value;
      } catch (error) {
        if (mayHaveChanged(error)) drop();
        if (error instanceof ProviderError) onFailure(error);
        throw error;
      } finally {
        loaders.forget();
      }
    },
  };
}

/** Whether a write that has ended like this may have been made. */
function mayHaveChanged(error: unknown): boolean {
  if (error instanceof WriteRefusal) return false;
  if (!(error instanceof ProviderError)) return true;
  return error.failure === 'outcome-unknown' || error.failure === 'bad-response';
}
