import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { anyone } from '../../../src/graphql/caller.ts';
import { createAuthenticate } from '../../../src/server/callers/authenticate.ts';
import { apiKeyOf } from '../../support/api-keys.ts';
import { keySetOf, openKeySet } from '../../support/json-web-keys.ts';
import { jwtSettings, openAuthenticate } from '../../support/open-authenticate.ts';

const longKey = 'k'.repeat(9_000);
const reports = apiKeyOf({ name: 'reports', key: 'key-2', scopes: ['customers:read'] });
const apiKeys = [
  apiKeyOf({ name: 'backoffice', key: 'key-1', scopes: ['customers:read', 'customers:write'] }),
  { ...reports, sha256: reports.sha256.toUpperCase() },
  apiKeyOf({ name: 'long', key: longKey, scopes: ['customers:raw'] }),
];

describe('without credentials configured', () => {
  it.each(['local', 'none'] as const)('(%s) everybody is anyone, whatever they send', async (mode) => {
    const authenticate = createAuthenticate({ mode }, pino({ level: 'silent' }));
    for (const header of [undefined, null, '', 'Basic x', 'Bearer key-1'])
      expect(await authenticate(header)).toBe(anyone);
  });
});

describe('an API key', () => {
  it.each([
    ['Bearer key-1', 'key:backoffice', ['customers:read', 'customers:write']],
    ['bearer key-2', 'key:reports', ['customers:read']],
    ['BEARER   key-2', 'key:reports', ['customers:read']],
  ])('in %j tells of %s', async (header, name, scopes) => {
    expect(await openAuthenticate({ apiKeys }).authenticate(header)).toEqual({
      name,
      scopes: new Set(scopes),
      externalId: null,
    });
  });
});

describe('a header', () => {
  const failures: readonly (readonly [string | null | undefined, string])[] = [
    [undefined, 'missing'],
    [null, 'missing'],
    ['', 'not-valid'],
    ['Bearer', 'not-valid'],
    ['Bearer ', 'not-valid'],
    ['Bearer key-3', 'not-valid'],
    ['Bearer key-1 ', 'not-valid'],
    ['Bearer key-1, Bearer key-1', 'not-valid'],
    ['Bearer\tkey-1', 'not-valid'],
    ['key-1', 'not-valid'],
    ['Basic a2V5LTE6', 'not-valid'],
    ['Basic key-1', 'not-valid'],
    [`Bearer ${apiKeys[0]?.sha256}`, 'not-valid'],
    ['Bearer ..', 'not-valid'],
    ['Bearer e30.e30.e30', 'not-valid'],
    [`Bearer ${longKey}`, 'not-valid'],
    ['Bearer kéy', 'not-valid'],
  ];

  it.each(failures)('%j is %s, and no key set is asked for it', async (header, failure) => {
    const keySet = await openKeySet(keySetOf({}));
    try {
      const jwt = jwtSettings(keySet.url);
      for (const credentials of [{ apiKeys }, { apiKeys, jwt }, { jwt }])
        expect(await openAuthenticate(credentials).authenticate(header)).toEqual({ failure });
      expect(keySet.asked).toEqual([]);
    } finally {
      await keySet.close();
    }
  });

  it('whatever it holds tells of a caller or is not valid', async () => {
    const keySet = await openKeySet(keySetOf({}));
    const { authenticate } = openAuthenticate({ apiKeys, jwt: jwtSettings(keySet.url) });
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'));
    const part = fc.oneof(json, fc.base64String(), fc.string({ unit: 'binary' }));
    const header = fc
      .constantFrom('ES256', 'RS256', 'HS256', 'none', 7)
      .chain((alg) =>
        fc
          .record({ kid: fc.json(), typ: fc.json(), jwk: fc.json(), crit: fc.json() }, { requiredKeys: [] })
          .map((rest) => Buffer.from(JSON.stringify({ alg, ...rest })).toString('base64url')),
      );
    const token = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.oneof(header, part), part, part).map((parts) => parts.join('.')),
    );
    const scheme = fc.constantFrom('Bearer ', 'bearer ', 'Basic ', '');
    try {
      await fc.assert(
        fc.asyncProperty(scheme, token, async (before, after) => {
          expect(await authenticate(before + after)).toEqual({ failure: 'not-valid' });
        }),
        { numRuns: 500 },
      );
    } finally {
      await keySet.close();
    }
  });
});
