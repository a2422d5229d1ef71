/** What a caller may be allowed to do; each stands for itself only. */
export const scopes = ['customers:read', 'customers:write', 'customers:raw'] as const;

/** One of the things that a caller may be allowed to do. */
export type Scope = (typeof scopes)[number];

/** Who asks. */
export interface Caller {
  /** What the log and the rate limit know the caller by: never a key, a token or an e-mail address. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Your id for the customer that the caller is; null for one that is none. */
  readonly externalId: string | null;
}

/** Whoever asks a graph that runs open: allowed everything, and no customer. */
export const anyone: Caller = { name: 'anyone', scopes: new Set(scopes), externalId: null };

/** Whom a caller may read about. */
export type Sight =
  | { readonly of: 'everybody' }
  | { readonly of: 'own' /** Of the customer that the caller is. */; readonly externalId: string }
  | { readonly of: 'nobody' };

/** Everybody with the scope `customers:read`; else the customer that the caller is; else nobody. */
export function sightOf({ scopes, externalId }: Caller): Sight {
  if (scopes.has('customers:read')) return { of: 'everybody' };
  return externalId === null ? { of: 'nobody' } : { of: 'own', externalId };
}
