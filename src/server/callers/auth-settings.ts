import type { KeyObject } from 'node:crypto';
import type { Scope } from '../../graphql/caller.ts';

/**
 * Who is let in: everybody because nothing is configured, which is for a host that only this machine reaches; everybody
 * on purpose; or callers with credentials.
 */
export type AuthSettings =
  | { readonly mode: 'local' }
  | { readonly mode: 'none' }
  | ({ readonly mode: 'credentials' } & Credentials);

/** The credentials that are taken; API keys are looked at before tokens. */
export interface Credentials {
  readonly apiKeys: readonly ApiKeySettings[];
  /** null: no tokens. */
  readonly jwt: JwtSettings | null;
}

/** A caller who has an API key; the key itself is known to the caller only. */
export interface ApiKeySettings {
  readonly name: string;
  /** The key's SHA-256, in hexadecimal digits of either case. */
  readonly sha256: string;
  readonly scopes: readonly Scope[];
}

/** Which JSON Web Tokens are taken. */
export interface JwtSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer's public keys are: the address of its key set, or the one key that there is. */
  readonly keys: URL | KeyObject;
  /** Asymmetric ones; with one key those that it can be used with. */
  readonly algorithms: readonly string[];
  /** The claim that holds your id for the customer that the caller is. */
  readonly customerClaim: string;
  /** The claim that holds the scopes, in one text with spaces between them. */
  readonly scopeClaim: string;
}
