import type { Logger } from 'pino';
import { anyone, type Caller } from '../../graphql/caller.ts';
import { createFindKeyHolder } from './api-keys.ts';
import type { AuthSettings, Credentials } from './auth-settings.ts';
import { createReadToken } from './json-web-token.ts';
import { KeysUnavailableError } from './verification-keys.ts';

/** Why nobody can tell who asks: no credentials, credentials that are not valid, or none that can be checked now. */
export interface AuthenticationFailure {
  readonly failure: 'missing' | 'not-valid' | 'unavailable';
}

/** Who asks, by the Authorization header of the request: at once where nothing has to be waited for; never rejects. */
export type Authenticate = (
  authorization: string | null | undefined,
) => Caller | AuthenticationFailure | Promise<Caller | AuthenticationFailure>;

/** Lets everybody in as `anyone`, whatever they send. */
export const admitAnyone: Authenticate = () => anyone;

/** Checks credentials as they are configured. The log learns of what is refused, never of credentials. */
export function createAuthenticate(settings: AuthSettings, log: Logger): Authenticate {
  return settings.mode === 'credentials' ? createCheck(settings, log) : admitAnyone;
}

function createCheck({ apiKeys, jwt }: Credentials, log: Logger): Authenticate {
  const findKeyHolder = createFindKeyHolder(apiKeys);
  const readToken = jwt === null ? null : createReadToken(jwt, log);

  return (authorization) => {
    if (authorization === null || authorization === undefined) return { failure: 'missing' };
    const token = bearerTokenOf(authorization);
    if (token === null) return { failure: 'not-valid' };
    const holder = findKeyHolder(token);
    if (holder !== null) return holder;
    if (readToken === null) return { failure: 'not-valid' };
    const read = readToken(token);
    if (!(read instanceof Promise)) return read;
    return read.catch((error: unknown) => {
      const isUnavailable = error instanceof KeysUnavailableError;
      log.debug({ reason: reasonOf(isUnavailable ? error.cause : error) }, 'a token is refused');
      return { failure: isUnavailable ? 'unavailable' : 'not-valid' } as const;
    });
  };
}

const longestHeader = 8192;

/** The token of "Bearer <token>", in visible ASCII; null where the header is anything else. */
function bearerTokenOf(authorization: string): string | null {
  if (authorization.length > longestHeader) return null;
  return /^bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1] ?? null;
}

/** An error's own text may quote the token. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? String(error.code) : error.name;
}
