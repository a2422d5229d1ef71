import { KeyObject } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { createKeySetRequest } from './key-set-request.ts';

/** The keys that tokens are checked with cannot be had, so that nobody can tell whether a token is good. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

/** A key set is asked for anew when it is this old, or holds no key of the name that a token gives. */
const cacheMaxAge = 10 * 60_000;
const cooldownDuration = 30_000;
const timeoutDuration = 5_000;

/**
 * Finds the key that a token says it is signed with, in the issuer's key set or as the one key that there is. Only the
 * name of a key is taken from the token: never a key, nor an address of one. Rejects with a KeysUnavailableError where
 * the set cannot be had, and with an error of jose where it has no such key.
 */
export function createVerificationKeys(keys: URL | KeyObject, log: Logger): JWTVerifyGetKey {
  if (keys instanceof KeyObject) return async () => keys;
  const keySet = createRemoteJWKSet(keys, {
    cacheMaxAge,
    cooldownDuration,
    timeoutDuration,
    [customFetch]: createKeySetRequest(log),
  });

  return async (header, token) => {
    try {
      return await keySet(header, token);
    } catch (error) {
      if (isOfToken(error)) throw error;
      throw new KeysUnavailableError('the key set cannot be had', { cause: error });
    }
  };
}

/** What goes wrong because of the token; all else is the key set's doing. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
