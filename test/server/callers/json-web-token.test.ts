import { createPublicKey } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  claims,
  createSigningKey,
  type KeySetServer,
  keySetOf,
  openKeySet,
  type Signer,
  signToken,
  type TokenParts,
} from '../../support/json-web-keys.ts';
import { jwtSettings, openAuthenticate } from '../../support/open-authenticate.ts';

const ecKey = await createSigningKey('ES256');
const rsaKey = await createSigningKey('RS256');
const otherKey = await createSigningKey('ES256');
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
const sign = (given: TokenParts, key: Signer = ecKey) =>
  signToken(key, { ...given, header: { kid: 'ec', ...given.header } });

let keySet: KeySetServer;
beforeAll(async () => {
  keySet = await openKeySet(keySetOf({ ec: ecKey, rsa: rsaKey }));
});
afterAll(() => keySet.close());

const open = () => openAuthenticate({ jwt: jwtSettings(keySet.url) });

/** Says nothing of the subject, whatever else it says. */
const name = expect.stringMatching(/^jwt:[0-9a-f]{16}$/);

describe('a token', () => {
  it.each([
    ['by an elliptic curve', () => sign({})],
    ['by RSA', () => sign({ header: { kid: 'rsa' } }, rsaKey)],
    ['without a type', () => sign({ header: { typ: undefined } })],
    ['of the type jwt', () => sign({ header: { typ: 'jwt' } })],
    ['of the type at+jwt', () => sign({ header: { typ: 'at+jwt' } })],
    ['of the type application/AT+JWT', () => sign({ header: { typ: 'application/AT+JWT' } })],
    ['for several audiences', () => sign({ claims: { aud: ['other', 'billgraph'] } })],
    ['expired within the tolerance', () => sign({ claims: { exp: seconds(-20) } })],
    ['not yet valid, within the tolerance', () => sign({ claims: { nbf: seconds(20) } })],
  ])('%s tells of its customer and scopes', async (_which, token) => {
    expect(await open().present(await token())).toEqual({
      name,
      scopes: new Set(['customers:read']),
      externalId: 'acct-1',
    });
  });

  const spkiSecret = new TextEncoder().encode(rsaKey.pem);
  it.each([
    ['no algorithm', () => new UnsecuredJWT(claims()).encode()],
    [
      'HS256 and the public key for a secret',
      () => sign({ header: { kid: 'rsa' } }, { ...rsaKey, alg: 'HS256', privateKey: spkiSecret }),
    ],
    ['the key of somebody else', () => sign({}, otherKey)],
    [
      'a key of its own in the header',
      () => sign({ header: { kid: undefined, jwk: otherKey.jwk } }, otherKey),
    ],
    ['the name of a key of another kind', () => sign({ header: { kid: 'rsa' } })],
    ['an expiry that is over', () => sign({ claims: { exp: seconds(-40) } })],
    ['a beginning that is ahead', () => sign({ claims: { nbf: seconds(40) } })],
    ['no expiry', () => sign({ claims: { exp: undefined } })],
    ['another issuer', () => sign({ claims: { iss: 'https://id.example/' } })],
    ['no issuer', () => sign({ claims: { iss: undefined } })],
    ['another audience', () => sign({ claims: { aud: 'billgraph2' } })],
    ['other audiences', () => sign({ claims: { aud: ['other'] } })],
    ['no audience', () => sign({ claims: { aud: undefined } })],
    ['the type of a logout token', () => sign({ header: { typ: 'logout+jwt' } })],
    ['an empty type', () => sign({ header: { typ: '' } })],
    ['a type that is no text', () => sign({ header: { typ: ['JWT'] } })],
    ['a signature that was cut', async () => (await sign({})).slice(0, -4)],
    ['a payload that was changed', async () => changed(await sign({}))],
  ])('with %s is not valid', async (_what, token) => {
    const { present, lines } = open();
    const text = await token();
    expect(await present(text)).toEqual({ failure: 'not-valid' });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 20, msg: 'a token is refused', reason: expect.stringMatching(/^\w+$/) },
    ]);
    expect(lines.join()).not.toMatch(new RegExp(`acct-1|${text.split('.')[1]}`));
  });

  it('takes no address of a key from its header', async () => {
    const stranger = await openKeySet(keySetOf({ ec: otherKey }));
    const { url } = stranger;
    const token = await sign({ header: { jku: url.href, x5u: url.href } }, otherKey);
    expect(await open().present(token)).toEqual({ failure: 'not-valid' });
    expect(stranger.asked).toEqual([]);
    await stranger.close();
  });
});

describe('the scopes of a token', () => {
  it.each<readonly [unknown, readonly string[]]>([
    ['customers:read customers:raw', ['customers:read', 'customers:raw']],
    ['openid customers:write  email', ['customers:write']],
    ['', []],
    [undefined, []],
    [['customers:read'], []],
    [{ 'customers:read': true }, []],
    ['customers', []],
    ['customers:readonly customers:write:all xcustomers:raw', []],
    ['customers:* * customers:', []],
    ['Customers:Read', []],
    ['customers:read,customers:write', []],
    ['customers:read\tcustomers:write', []],
  ])('%j are %j', async (scope, expected) => {
    expect(await open().present(await sign({ claims: { scope } }))).toMatchObject({
      scopes: new Set(expected),
    });
  });

  it('are in the claim that is configured', async () => {
    const jwt = jwtSettings(keySet.url, { scopeClaim: 'https://x.example/scopes' });
    const token = await sign({ claims: { 'https://x.example/scopes': 'customers:write' } });
    expect(await openAuthenticate({ jwt }).present(token)).toMatchObject({
      scopes: new Set(['customers:write']),
    });
  });
});

describe('the customer of a token', () => {
  it.each<readonly [unknown, string | null]>([
    ['acct 2/é?#', 'acct 2/é?#'],
    [undefined, null],
    ['', null],
    ['..', null],
    ['a\nb', null],
    ['a\u0000', null],
    ['x'.repeat(1025), null],
    [7, null],
    [['acct-1'], null],
    [{}, null],
  ])('%j is %j', async (customer, expected) => {
    const jwt = jwtSettings(keySet.url, { customerClaim: 'customer' });
    const token = await sign({ claims: { customer } });
    expect(await openAuthenticate({ jwt }).present(token)).toMatchObject({ externalId: expected });
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'is not found in %s, which every object has',
    async (claim) => {
      const jwt = jwtSettings(keySet.url, { customerClaim: claim, scopeClaim: claim });
      expect(await openAuthenticate({ jwt }).present(await sign({}))).toMatchObject({
        externalId: null,
        scopes: new Set(),
      });
    },
  );

  it('gives its caller a name that no other has, and that tells nothing of it', async () => {
    const { present } = open();
    const nameOf = async (sub: string) => {
      const caller = await present(await sign({ claims: { sub } }));
      return 'name' in caller ? caller.name : expect.fail('no caller');
    };
    const [ada, again, grace] = [
      await nameOf('ada@x.example'),
      await nameOf('ada@x.example'),
      await nameOf('grace@x.example'),
    ];
    expect(ada).toBe(again);
    expect(ada).not.toBe(grace);
    expect(ada).toEqual(name);
  });
});

describe('with a key of its own in place of a key set', () => {
  const jwt = jwtSettings(createPublicKey(rsaKey.pem), { algorithms: ['RS256', 'PS256'] });

  it('a token is taken whatever name it gives to its key', async () => {
    const { present } = openAuthenticate({ jwt });
    for (const kid of [undefined, 'rsa', 'other'])
      expect(await present(await sign({ header: { kid } }, rsaKey))).toMatchObject({ externalId: 'acct-1' });
  });

  it.each([
    [
      'another algorithm',
      () => sign({}, { ...rsaKey, alg: 'HS256', privateKey: new TextEncoder().encode(rsaKey.pem) }),
    ],
    ['a key of another kind', () => sign({})],
    ['no algorithm', () => new UnsecuredJWT(claims()).encode()],
  ])('a token with %s is not valid', async (_what, token) => {
    expect(await openAuthenticate({ jwt }).present(await token())).toEqual({ failure: 'not-valid' });
  });

  it('a token whose algorithm is allowed and does not fit the key is not valid either', async () => {
    const unfit = { ...jwt, algorithms: ['ES256', 'EdDSA', 'RS384'] };
    const { present } = openAuthenticate({ jwt: unfit });
    for (const token of [await sign({}), await sign({}, await createSigningKey('EdDSA'))])
      expect(await present(token)).toEqual({ failure: 'not-valid' });
  });
});

/** The token with another customer in it. */
function changed(token: string): string {
  const [header, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ ...claims(), sub: 'acct-2' })).toString('base64url');
  return [header, payload, signature].join('.');
}
