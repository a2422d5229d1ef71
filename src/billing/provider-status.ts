import type { ProviderError } from './provider-error.ts';

/** How an account is doing, as seen from this process. */
export type ProviderState = 'UP' | 'DEGRADED' | 'DOWN';

/** How an account is doing, since when, and what was wrong last. */
export interface ProviderStatus {
  readonly state: ProviderState;
  /** When it came into this state. */
  readonly since: Date;
  /** The last failure of a call to it; null where none has failed yet. */
  readonly lastFailure: ProviderError | null;
  /** What the provider last said about how much it may still be asked; null where it says nothing of the kind. */
  readonly quota: ProviderQuota | null;
}

/** How much an account may still be asked, as its provider told with its last answer. */
export interface ProviderQuota {
  /** Calls that are left. */
  readonly remaining: number;
  /** Calls in a whole period; null where it was not told. */
  readonly limit: number | null;
  /** When all of them are there again; null where it was not told. */
  readonly resetsAt: Date | null;
}
