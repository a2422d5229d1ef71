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
import type { FormatMoney } from './format-money.ts';
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
  /** Lets go of all that was read, since there is an answer: libraries that know the context may hold it for longer. */
  release(): void;
}

/** What a context is made of. */
export interface ContextParts {
  readonly providers: Providers;
  readonly caller: Caller;
  /** Opens what all upstream calls of the request carry, once; not before one of them may be made. */
  readonly openCall: () => Call;
  /** Told about every failure of a provider. */
  readonly onFailure: OnFailure;
  /** What was read by requests before. */
  readonly lastKnown: LastKnownAnswers;
  readonly formatMoney: FormatMoney;
}

/** The context of one request, whose upstream calls stop with the signal of its call. */
export function createContext(parts: ContextParts): Context {
  return new LazyContext(parts);
}

/**
 * Makes each part when it is first asked for. A class for its getters: those of an object literal are made anew for each
 * object, which costs more than all that is put off.
 */
class LazyContext implements Context {
  readonly providers: Providers;
  readonly caller: Caller;
  readonly formatMoney: FormatMoney;
  readonly #parts: ContextParts;
  #call: Call | undefined;
  #loaders: Loaders | undefined;
  #customers: VisibleCustomers | undefined;
  #answer: AnswerRows | undefined;
  readonly stale = createStaleFields();

  constructor(parts: ContextParts) {
    this.providers = parts.providers;
    this.caller = parts.caller;
    this.formatMoney = parts.formatMoney;
    this.#parts = parts;
  }

  get answer(): AnswerRows {
    this.#answer ??= createAnswerRows();
    return this.#answer;
  }

  get customers(): VisibleCustomers {
    this.#customers ??= createVisibleCustomers(this.caller, this.loaders);
    return this.#customers;
  }

  get loaders(): Loaders {
    if (this.#loaders === undefined) {
      const { onFailure, lastKnown } = this.#parts;
      const call = this.#openCall();
      const audience = audienceOf(customerAccessOf(this.caller));
      const openKnown = () => lastKnown.open(audience, call.now);
      this.#loaders = createLoaders({ call, onFailure, openKnown });
    }
    return this.#loaders;
  }

  async write<Value>(written: NamedCustomers, work: (call: Call) => Promise<Value>): Promise<Value> {
    const { onFailure, lastKnown } = this.#parts;
    const drop = () => {
      if (written.customers.length > 0) lastKnown.forget(written);
    };
    try {
      // A call of its own: adapters remember what they read for one call object.
      const value = await work({ ...this.#openCall(), onWritten: drop });
      drop();
      return value;
    } catch (error) {
      if (mayHaveChanged(error)) drop();
      if (error instanceof ProviderError) onFailure(error);
      throw error;
    } finally {
      this.#loaders?.forget();
    }
  }

  release(): void {
    this.#loaders = undefined;
    this.#customers = undefined;
    this.#call = undefined;
  }

  #openCall(): Call {
    this.#call ??= this.#parts.openCall();
    return this.#call;
  }
}

/** Whether a write that has ended like this may have been made. */
function mayHaveChanged(error: unknown): boolean {
  if (error instanceof WriteRefusal) return false;
  if (!(error instanceof ProviderError)) return true;
  return error.failure === 'outcome-unknown' || error.failure === 'bad-response';
}
