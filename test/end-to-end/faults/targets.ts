import type { SandboxRequest } from '../../../src/sandbox/http-server.ts';
import type { ProviderName } from '../../support/sample-customers.ts';

/** What can be made to fail alone. */
export type Target = 'lookup' | 'list' | 'balance' | 'write';

/** Whom all accounts know. */
export const knownExternalId = 'acct-1';

const routes: Readonly<Record<ProviderName, Readonly<Record<Target, RegExp>>>> = {
  flexprice: {
    lookup: /^POST \/v1\/customers\/search$/,
    list: /^POST \/v1\/customers\/search$/,
    balance: /^GET \/v1\/customers\/[^/]+\/wallets$/,
    write: /^POST \/v1\/customers$/,
  },
  lago: {
    lookup: /^GET \/api\/v1\/customers\/acct-1$/,
    list: /^GET \/api\/v1\/customers$/,
    balance: /^GET \/api\/v1\/customers\/[^/]+\/wallets$/,
    write: /^POST \/api\/v1\/customers$/,
  },
  polar: {
    lookup: /^GET \/v1\/customers\/external\/acct-1$/,
    list: /^GET \/v1\/customers\/$/,
    balance: /^GET \/v1\/wallets\/$/,
    write: /^POST \/v1\/customers\/$/,
  },
};

/** Tells the calls of an account that are for the target from all others. */
export function callsFor(
  provider: ProviderName,
  target: Target,
): (request: Pick<SandboxRequest, 'method' | 'path'>) => boolean {
  return ({ method, path }) => routes[provider][target].test(`${method} ${path}`);
}
