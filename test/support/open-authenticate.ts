import { pino } from 'pino';
import { type Authenticate, createAuthenticate } from '../../src/server/callers/authenticate.ts';
import type { Credentials, JwtSettings } from '../../src/server/callers/auth-settings.ts';

/** A check of credentials, and what it logs at any level. */
export interface OpenAuthenticate {
  readonly authenticate: Authenticate;
  readonly lines: readonly string[];
  /** What comes of a bearer token. */
  present(token: string): ReturnType<Authenticate>;
}

/** Checks credentials as configured; none but what is given. */
export function openAuthenticate(credentials: Partial<Credentials>): OpenAuthenticate {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const authenticate = createAuthenticate(
    { mode: 'credentials', apiKeys: [], jwt: null, ...credentials },
    log,
  );
  return { authenticate, lines, present: (token) => authenticate(`Bearer ${token}`) };
}

/** Takes the tokens that `signToken` makes, with keys from there. */
export function jwtSettings(keys: JwtSettings['keys'], chosen: Partial<JwtSettings> = {}): JwtSettings {
  return {
    issuer: 'https://id.example',
    audience: 'billgraph',
    keys,
    algorithms: ['ES256', 'RS256'],
    customerClaim: 'sub',
    scopeClaim: 'scope',
    ...chosen,
  };
}
