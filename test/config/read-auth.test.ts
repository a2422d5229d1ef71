import { generateKeyPairSync, KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAuth } from '../../src/config/read-auth.ts';
import type { Problem } from '../../src/config/problem.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const folder = createTemporaryFolder();
afterAll(() => folder.remove());

const pemOf = (key: KeyObject) =>
  key.export({ type: key.type === 'public' ? 'spki' : 'pkcs8', format: 'pem' }).toString();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = {
  rsa: pemOf(rsa.publicKey),
  short: pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
  p256: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
  p384: pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey),
  ed25519: pemOf(generateKeyPairSync('ed25519').publicKey),
  x25519: pemOf(generateKeyPairSync('x25519').publicKey),
};

/** Reads the section, and tells its problems as "path: reason". */
function read(section: unknown, host = '127.0.0.1') {
  const found: Problem[] = [];
  const auth = readAuth(section, host, found);
  return { auth, problems: found.map(({ path, reason }) => `${path}: ${reason}`) };
}

const claims = { issuer: 'https://id.example', audience: 'billgraph' };
const jwtOf = (publicKeyFile: string, algorithms: readonly string[]) => ({
  jwt: { ...claims, publicKeyFile, algorithms },
});
const keyOf = (name: string, digit: string) => ({
  name,
  sha256: digit.repeat(64),
  scopes: ['customers:read'],
});

describe('the section auth', () => {
  it('may be absent on a host that only this machine reaches', () => {
    expect(read(undefined)).toEqual({ auth: { mode: 'local' }, problems: [] });
    expect(read(undefined, '0.0.0.0').problems).toEqual([
      expect.stringMatching(/^auth: 0\.0\.0\.0 can be reached from elsewhere, .*mode: none/),
    ]);
  });

  it('may open the graph to everybody, on any host', () => {
    expect(read({ mode: 'none' }, '0.0.0.0')).toEqual({ auth: { mode: 'none' }, problems: [] });
  });

  it('takes API keys and tokens, with the usual names for claims', () => {
    const jwt = { ...claims, jwksUrl: 'https://id.example/jwks.json', algorithms: ['RS256', 'EdDSA'] };
    expect(read({ apiKeys: [keyOf('a', '0')], jwt }, '0.0.0.0')).toEqual({
      auth: {
        mode: 'credentials',
        apiKeys: [keyOf('a', '0')],
        jwt: {
          ...claims,
          keys: new URL('https://id.example/jwks.json'),
          algorithms: ['RS256', 'EdDSA'],
          customerClaim: 'sub',
          scopeClaim: 'scope',
        },
      },
      problems: [],
    });
  });

  it('takes no name and no key twice', () => {
    const apiKeys = [keyOf('a', 'b'), keyOf('a', 'c'), keyOf('d', 'B'), { ...keyOf('e', 'f'), scopes: [] }];
    expect(read({ apiKeys }).problems).toEqual([
      'auth.apiKeys[1].name: is taken by auth.apiKeys[0]',
      'auth.apiKeys[2].sha256: is taken by auth.apiKeys[0]',
    ]);
  });

  it.each([
    null,
    {},
    [],
    { mode: 'some' },
    { mode: 'none', apiKeys: [keyOf('a', '0')] },
    { apiKeys: [] },
    { apiKeys: [{ ...keyOf('a', '0'), scopes: ['customers:*'] }] },
    { jwt: { ...claims, algorithms: ['RS256'] } },
    { jwt: { ...claims, algorithms: ['none'], jwksUrl: 'https://id.example' } },
    { jwt: { ...claims, algorithms: ['HS256'], jwksUrl: 'https://id.example' } },
    { jwt: { ...claims, algorithms: [], jwksUrl: 'https://id.example' } },
    { jwt: { ...claims, algorithms: ['RS256'], jwksUrl: 'file:///etc/passwd' } },
    { jwt: { ...claims, algorithms: ['RS256'], jwksUrl: 'https://me:secret@id.example' } },
    { jwt: { ...claims, algorithms: ['RS256'], jwksUrl: 'https://id.example', publicKeyFile: 'key.pem' } },
  ])('%j opens nothing', (section) => {
    expect(read(section).auth).toBeNull();
  });
});

describe('a public key file', () => {
  it.each([
    ['rsa', ['RS256', 'ES256', 'PS384'], ['RS256', 'PS384']],
    ['p256', ['RS256', 'ES256', 'ES384'], ['ES256']],
    ['p384', ['ES384'], ['ES384']],
    ['ed25519', ['EdDSA', 'RS256'], ['EdDSA']],
  ] as const)(
    'with a key of the kind %s is used with those of %j that fit: %j',
    (kind, algorithms, usable) => {
      const { auth, problems } = read(jwtOf(folder.write(`${kind}.pem`, keys[kind]), algorithms));
      expect(problems).toEqual([]);
      expect(auth).toMatchObject({ jwt: { algorithms: usable, keys: expect.any(KeyObject) } });
    },
  );

  it.each([
    [
      'that is not there',
      join(folder.path, 'none.pem'),
      `cannot read ${join(folder.path, 'none.pem')} (ENOENT)`,
    ],
    ['that is a folder', folder.path, `cannot read ${folder.path} (EISDIR)`],
    ['that is empty', folder.write('empty.pem', ''), 'holds no public key in PEM'],
    ['of other text', folder.write('text.pem', '{"keys":[]}'), 'holds no public key in PEM'],
    ['with half a key', folder.write('half.pem', keys.rsa.slice(0, 200)), 'holds no public key in PEM'],
    [
      'with the private key',
      folder.write('private.pem', pemOf(rsa.privateKey)),
      'holds a private key; it must be the public one',
    ],
    [
      'for other algorithms',
      folder.write('other.pem', keys.p384),
      'holds a key that none of auth.jwt.algorithms can be used with, only ES384',
    ],
    [
      'with a key that is too short',
      folder.write('short.pem', keys.short),
      'holds a key that none of auth.jwt.algorithms can be used with',
    ],
    [
      'with a key that signs nothing',
      folder.write('x25519.pem', keys.x25519),
      'holds a key that none of auth.jwt.algorithms can be used with',
    ],
  ])('%s is a problem', (_which, path, reason) => {
    expect(read(jwtOf(path, ['RS256', 'ES256'])).problems).toEqual([`auth.jwt.publicKeyFile: ${reason}`]);
  });
});
