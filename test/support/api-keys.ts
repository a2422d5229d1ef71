import { createHash } from 'node:crypto';
import type { Scope } from '../../src/graphql/caller.ts';
import type { ApiKeySettings } from '../../src/server/callers/auth-settings.ts';

/** Who has a key, and for what. */
interface KeyHolder {
  readonly name: string;
  readonly key: string;
  readonly scopes: readonly Scope[];
}

/** The holder of a key as configurations list it, which do not know the key itself. */
export function apiKeyOf({ name, key, scopes }: KeyHolder): ApiKeySettings {
  return { name, sha256: createHash('sha256').update(key).digest('hex'), scopes };
}
