import { LRUCache } from 'lru-cache';
import type { Caller } from '../../graphql/caller.ts';

/** The callers of tokens that have just been found good. */
export interface KnownTokens {
  /** null: the token has to be checked. */
  find(token: string): Caller | null;
  /** Keeps the caller of a token until it expires, in milliseconds since 1970, and not for long. */
  add(token: string, caller: Caller, expiresAt: number): void;
}

/** So long a token goes unchecked, even if its issuer withdraws the key meanwhile. */
const keptMs = 30_000;

/** Of all tokens together, in characters. */
const mostText = 1_000_000;

/** Keeps those that came last, since to check a signature costs more than an operation; only what is good is kept. */
export function createKnownTokens(): KnownTokens {
  const known = new LRUCache<string, { readonly caller: Caller; readonly until: number }>({
    maxSize: mostText,
    sizeCalculation: (_known, token) => token.length,
  });
  return {
    find(token) {
      const found = known.get(token);
      return found !== undefined && Date.now() < found.until ? found.caller : null;
    },
    add(token, caller, expiresAt) {
      known.set(token, { caller, until: Math.min(expiresAt, Date.now() + keptMs) });
    },
  };
}
