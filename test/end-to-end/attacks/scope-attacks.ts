import { keys } from '../../support/open-target.ts';

/** A read of one customer. */
export const lookup = '{ customerByExternalId(provider: "lago", externalId: "acct-1") { name } }';

/** A change that needs customers:write. */
export const creation =
  'mutation { createCustomer(input: { provider: "lago", externalId: "e" }) { __typename } }';

const deletion =
  'mutation { deleteCustomer(input: { customer: { external: { provider: "lago", externalId: "acct-1" } } }) { __typename } }';

/** What each key is not for. */
export const scopeAttacks: readonly (readonly [string, key: string, query: string])[] = [
  ['writing with customers:read', keys.reader, creation],
  ['deleting with customers:read', keys.reader, deletion],
  ['writing with customers:raw', keys.raw, creation],
  ['reading with customers:write', keys.writer, lookup],
  ['reading with customers:raw', keys.raw, lookup],
  ['listing with customers:write', keys.writer, '{ customers { nodes { id } } }'],
];

/** What a token may say of its scopes that gives it none. */
export const scopesOfNothing: readonly unknown[] = [
  'customers',
  'customers:',
  'customers:*',
  '*',
  'customers:read:all',
  'xcustomers:read',
  'customers:readonly',
  'CUSTOMERS:READ',
  'customers:read,customers:write',
  ['customers:read', 'customers:write'],
  { 'customers:read': true },
];
