import { UnsecuredJWT } from 'jose';
import { claims, createSigningKey, signToken, type TokenParts } from '../../support/json-web-keys.ts';
import { keys, type Target } from '../../support/open-target.ts';

/** Makes the Authorization header of an attack. */
type Forge = (target: Target) => string | Promise<string>;

const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
const stranger = await createSigningKey('ES256');

/** A token of the issuer that is all right but for what is given. */
const token =
  (given: TokenParts): Forge =>
  async ({ signing }) =>
    `Bearer ${await signToken(signing.ec, { ...given, header: { kid: 'ec', ...given.header } })}`;

/** Authorization headers that let nobody in. */
export const credentialAttacks: readonly (readonly [string, Forge])[] = [
  ['an empty header', () => ''],
  ['garbage', () => 'garbage'],
  ['a scheme and nothing else', () => 'Bearer'],
  ['Basic', () => `Basic ${Buffer.from(`backoffice:${keys.all}`).toString('base64')}`],
  ['a key without a scheme', () => keys.all],
  ['two keys', () => `Bearer ${keys.all} ${keys.reader}`],
  ['a key and a bit more', () => `Bearer ${keys.all}x`],
  ['the beginning of a key', () => `Bearer ${keys.all.slice(0, -1)}`],
  ['10,000 characters', () => `Bearer ${'x'.repeat(10_000)}`],
  ['a token of three dots', () => 'Bearer ...'],
  ['a token of no algorithm', () => `Bearer ${new UnsecuredJWT(claims()).encode()}`],
  [
    'HS256 with the public key for a secret',
    async ({ signing: { rsa } }) =>
      `Bearer ${await signToken({ alg: 'HS256', privateKey: new TextEncoder().encode(rsa.pem) }, { header: { kid: 'rsa' } })}`,
  ],
  ['the key of somebody else', async () => `Bearer ${await signToken(stranger, { header: { kid: 'ec' } })}`],
  [
    'a key of its own',
    async () => `Bearer ${await signToken(stranger, { header: { jwk: stranger.jwk, kid: 'mine' } })}`,
  ],
  [
    'an address of keys of its own',
    async ({ keySet }) =>
      `Bearer ${await signToken(stranger, { header: { jku: new URL('/mine', keySet.url).href, kid: 'mine' } })}`,
  ],
  ['a token that has expired', token({ claims: { exp: seconds(-40) } })],
  ['a token that is not valid yet', token({ claims: { nbf: seconds(60) } })],
  ['a token that never expires', token({ claims: { exp: undefined } })],
  ['a token of another issuer', token({ claims: { iss: 'https://evil.example' } })],
  ['a token of no issuer', token({ claims: { iss: undefined } })],
  ['a token for somebody else', token({ claims: { aud: 'other' } })],
  ['a token for nobody', token({ claims: { aud: undefined } })],
  ['an identity token', token({ header: { typ: 'id+jwt' } })],
];
