import { hash, timingSafeEqual } from 'node:crypto';
import type { Caller } from '../../graphql/caller.ts';
import type { ApiKeySettings } from './auth-settings.ts';

/** The caller whose API key this is; null where it is none. */
export type FindKeyHolder = (key: string) => Caller | null;

/** Tells API keys by their SHA-256, in a time that depends neither on the key nor on whose it is. */
export function createFindKeyHolder(apiKeys: readonly ApiKeySettings[]): FindKeyHolder {
  const holders = apiKeys.map(({ name, sha256, scopes }) => ({
    digest: Buffer.from(sha256, 'hex'),
    caller: { name: `key:${name}`, scopes: new Set(scopes), externalId: null },
  }));

  return (key) => {
    const presented = hash('sha256', key, 'buffer');
    let found: Caller | null = null;
    // To stop at the one that fits would tell its place in the configuration.
    for (const { digest, caller } of holders) if (timingSafeEqual(presented, digest)) found = caller;
    return found;
  };
}
