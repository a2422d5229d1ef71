import type { ProviderError } from '../billing/provider-error.ts';

/** That a value was read before, since its provider could not be asked now. */
export interface Stale {
  /** The account's configured name. */
  readonly provider: string;
  /** When the value was read. */
  readonly asOf: Date;
  /** Why it could not be read now. */
  readonly reason: ProviderError;
}

/** Told of all that is stale about a value, when the value is taken. */
export type TellStale = (stale: Stale) => void;

/** What a read ended in. Nobody gets at its value without saying whom to tell how old it is. */
export interface Reading<Value> {
  take(tell: TellStale): Value;
  /** The same, of a value that is made of this one. */
  map<To>(change: (value: Value) => To): Reading<To>;
}

/** A value, and what is stale about it: nothing, where that is not given. */
export function createReading<Value>(value: Value, stale: readonly Stale[] = []): Reading<Value> {
  return {
    take(tell) {
      for (const each of stale) tell(each);
      return value;
    },
    map: (change) => createReading(change(value), stale),
  };
}
