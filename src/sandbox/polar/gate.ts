import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import { bodyTooLarge, invalidToken, lengthRequired, routeNotFound } from './errors.ts';

/** Who asks, as far as the token tells. */
export type Caller = 'organization' | 'customer session' | 'nobody';

/** The tokens that Polar knows. */
export interface KnownTokens {
  readonly apiKey: string;
  readonly sessionTokens: ReadonlySet<string>;
}

/** What became of a request before any route has seen it. */
export type Admission =
  | { readonly ok: true; readonly caller: Caller; readonly version: string }
  | { readonly ok: false; readonly answer: SandboxAnswer; readonly version: string | null };

const currentVersion = '2026-04';
const knownVersions: readonly string[] = [currentVersion, '2026-10'];
const largestBody = 10 * 1024 * 1024;

/** Checks the API version, the length and the token, in this order. That there *is* a token is up to the route. */
export function admit(request: SandboxRequest, tokens: KnownTokens): Admission {
  const version = request.headers['polar-version'] ?? currentVersion;
  if (typeof version !== 'string' || !knownVersions.includes(version)) {
    return { ok: false, answer: routeNotFound(), version: null };
  }
  const refusal = checkLength(request);
  if (refusal !== null) return { ok: false, answer: refusal, version };
  const caller = identify(request, tokens);
  return caller === null ? { ok: false, answer: invalidToken(), version } : { ok: true, caller, version };
}

function checkLength({ method, headers }: SandboxRequest): SandboxAnswer | null {
  if (!['POST', 'PUT', 'PATCH'].includes(method)) return null;
  const length = headers['content-length'];
  if (length === undefined) return lengthRequired();
  return Number(length) > largestBody ? bodyTooLarge() : null;
}

/** null for a token that nobody has issued. Another scheme than Bearer is as good as none. */
function identify({ headers }: SandboxRequest, { apiKey, sessionTokens }: KnownTokens): Caller | null {
  const token = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) return 'nobody';
  if (token === apiKey) return 'organization';
  return sessionTokens.has(token) ? 'customer session' : null;
}
