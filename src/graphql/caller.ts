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

/** Which customers a caller may read. */
export type CustomerAccess =
  | { readonly to: 'all' }
  | {
      readonly to: 'own';
      /** Your id for the customer that the caller is. */
      readonly externalId: string;
    }
  | { readonly to: 'none' };

/** What tells those apart who may read different customers: no answer for one is ever given to the other. */
export function audienceOf(access: CustomerAccess): string {
  return access.to === 'own' ? `own:${access.externalId}` : access.to;
}

/** All customers with the scope `customers:read`; else those that the caller is; else none. */
export function customerAccessOf({ scopes, externalId }: Caller): CustomerAccess {
  if (scopes.has('customers:read')) return { to: 'all' };
  return externalId === null ? { to: 'none' } : { to: 'own', externalId };
}
