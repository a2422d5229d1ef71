import type { Caller } from '../caller.ts';
import type { Providers } from '../context.ts';

/** Whom an operation may ask, and for whom. */
export interface Parties {
  readonly providers: Providers;
  readonly caller: Caller;
}
