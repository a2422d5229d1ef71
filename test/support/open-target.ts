import { type SandboxCall, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { apiKeyOf } from './api-keys.ts';
import type { HttpAnswer, HttpRequest } from './http-exchange.ts';
import {
  createSigningKey,
  type KeySetServer,
  keySetOf,
  openKeySet,
  type SigningKey,
} from './json-web-keys.ts';
import { openConfigured } from './open-configured.ts';
import { sendHttp } from './send-http.ts';

/** Whom a target lets in: the API keys, by what they may do. */
export const keys = {
  all: 'key-of-backoffice',
  reader: 'key-of-reports',
  writer: 'key-of-import',
  raw: 'key-of-debugging',
} as const;

const apiKeys = [
  apiKeyOf({
    name: 'backoffice',
    key: keys.all,
    scopes: ['customers:read', 'customers:write', 'customers:raw'],
  }),
  apiKeyOf({ name: 'reports', key: keys.reader, scopes: ['customers:read'] }),
  apiKeyOf({ name: 'import', key: keys.writer, scopes: ['customers:write'] }),
  apiKeyOf({ name: 'debugging', key: keys.raw, scopes: ['customers:raw'] }),
];

/** A billgraph as it stands in production, in front of accounts of which every call is counted. */
export interface Target {
  readonly port: number;
  /** The endpoint of the issuer's key set. */
  readonly keySet: KeySetServer;
  /** What the issuer signs tokens with: an elliptic curve and RSA, under these names. */
  readonly signing: Readonly<Record<'ec' | 'rsa', SigningKey>>;
  /** Posts to the graph with the key that is allowed everything, unless something else is given. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** What the accounts received since the last look. */
  takeCalls(): readonly SandboxCall[];
  /** What was logged, at any level. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/** Opens a target that is configured by a file; `file` holds what it says beside accounts and callers. */
export async function openTarget(file: object = {}): Promise<Target> {
  const calls: SandboxCall[] = [];
  const sandbox = await startSandbox({ onCall: (call) => calls.push(call) });
  const [ec, rsa] = await Promise.all([createSigningKey('ES256'), createSigningKey('RS256')]);
  const keySet = await openKeySet(keySetOf({ ec, rsa }));
  const providers = sandbox.accounts.map(({ kind, ...account }) => ({
    ...account,
    kind: kind.toLowerCase(),
  }));
  const jwt = {
    issuer: 'https://id.example',
    audience: 'billgraph',
    jwksUrl: keySet.url.href,
    algorithms: ['ES256', 'RS256'],
  };
  const { origin, port, lines, close } = await openConfigured(
    { providers, auth: { apiKeys, jwt }, ...file },
    { environment: { NODE_ENV: 'production' } },
  );
  return {
    port,
    keySet,
    signing: { ec, rsa },
    send: (request) => sendHttp(origin, request, keys.all),
    takeCalls: () => calls.splice(0),
    lines,
    async close() {
      await close();
      await Promise.all([sandbox.close(), keySet.close()]);
    },
  };
}
