import { ulidOf } from '../ids.ts';

/** The id of a record: the provider's prefix for its table and a ULID that is always the same for the same name. */
export function recordId(prefix: string, name: string): string {
  return `${prefix}_${ulidOf(`flexprice ${prefix} ${name}`)}`;
}

/** What every row of the sandbox belongs to. */
export const environmentId = recordId('env', 'production');

/** What the environment belongs to. */
export const tenantId = recordId('tenant', 'sandbox');

/** Whoever holds the sandbox's API key. */
export const userId = recordId('user', 'api key');
