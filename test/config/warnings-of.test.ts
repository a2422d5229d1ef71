import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { warningsOf } from '../../src/config/warnings-of.ts';

const quiet = readConfig({});
const jwt = {
  issuer: 'https://id.example',
  audience: 'billgraph',
  algorithms: ['RS256'],
  customerClaim: 'sub',
  scopeClaim: 'scope',
};
const tokensOf = (url: string) =>
  ({ mode: 'credentials', apiKeys: [], jwt: { ...jwt, keys: new URL(url) } }) as const;

describe('at the start is warned', () => {
  it.each([
    ['of nothing by default', quiet, []],
    [
      'of a sandbox in vain',
      { ...quiet, sandboxOverruled: true },
      ['BILLGRAPH_SANDBOX=1 counts for nothing'],
    ],
    [
      'of GraphiQL without a schema',
      { ...quiet, server: { ...quiet.server, introspection: false } },
      ['GraphiQL is on and introspection is off'],
    ],
    [
      'of a graph that is open to everybody',
      { ...quiet, auth: { mode: 'none' }, server: { ...quiet.server, host: '0.0.0.0' } },
      ['the sandbox can be reached', 'auth: { mode: none } lets in whoever'],
    ],
    [
      'of GraphiQL in which nothing runs',
      { ...quiet, documents: { byId: new Map(), only: true } },
      ['GraphiQL is on and only trusted documents'],
    ],
    ['not of one that only this machine reaches', { ...quiet, auth: { mode: 'none' } }, []],
    ['of keys that come over http', { ...quiet, auth: tokensOf('http://id.example/keys') }, ['the key set']],
    ['not of keys that come from this machine', { ...quiet, auth: tokensOf('http://[::1]:8080/keys') }, []],
    ['not of keys that come over https', { ...quiet, auth: tokensOf('https://id.example/keys') }, []],
  ] as const)('%s', (_name, config, expected) => {
    const messages = warningsOf(config).map(({ message }) => message);
    expect(messages).toEqual(expected.map((text) => expect.stringContaining(text)));
  });
});
