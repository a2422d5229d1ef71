import { createServer } from 'node:http';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { listenOnLoopback } from './listen-on-loopback.ts';

/** What a token is signed with. */
export interface Signer {
  readonly alg: string;
  readonly privateKey: CryptoKey | Uint8Array;
}

/** A pair of keys, and its public half in the two forms in which issuers give it away. */
export interface SigningKey extends Signer {
  /** The public key as a member of a key set, without a name. */
  readonly jwk: JWK;
  /** The public key as a PEM file. */
  readonly pem: string;
}

/** Makes a pair of keys for an algorithm. */
export async function createSigningKey(alg: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, privateKey, jwk: await exportJWK(publicKey), pem: await exportSPKI(publicKey) };
}

/** What a token that is all right says, at any time. */
export function claims(): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: 'https://id.example',
    aud: 'billgraph',
    sub: 'acct-1',
    scope: 'customers:read',
    exp: now + 300,
  };
}

/** What a token says. */
export interface TokenParts {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** A token that is all right but for what is given; what is given as undefined is left out. */
export function signToken({ privateKey, alg }: Signer, given: TokenParts = {}): Promise<string> {
  return new SignJWT({ ...claims(), ...given.claims })
    .setProtectedHeader({ alg, typ: 'JWT', ...given.header })
    .sign(privateKey);
}

/** An answer of an issuer's key set endpoint; null: none, ever. */
export interface KeySetAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server that plays the issuer's key set endpoint. */
export interface KeySetServer {
  readonly url: URL;
  /** The paths that it was asked for, in order. */
  readonly asked: readonly (string | undefined)[];
  /** What it answers from now on. */
  answer(answer: KeySetAnswer | null): void;
  close(): Promise<void>;
}

/** The key set of these keys, each under its name. */
export function keySetOf(keys: Readonly<Record<string, SigningKey>>): KeySetAnswer {
  const members = Object.entries(keys).map(([kid, { jwk, alg }]) => ({ ...jwk, kid, alg, use: 'sig' }));
  return { status: 200, body: JSON.stringify({ keys: members }) };
}

/** Serves a key set on a port of its own. */
export async function openKeySet(first: KeySetAnswer | null): Promise<KeySetServer> {
  const asked: (string | undefined)[] = [];
  let current = first;
  const server = createServer((request, response) => {
    asked.push(request.url);
    if (current === null) return;
    response.writeHead(current.status, { 'content-type': 'application/json', ...current.headers });
    response.end(current.body);
  });
  const origin = await listenOnLoopback(server);
  return {
    url: new URL('/jwks.json', origin),
    asked,
    answer(answer) {
      current = answer;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
