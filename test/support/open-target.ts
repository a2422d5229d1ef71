import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../src/config/read-config.ts';
import { type SandboxCall, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { startBillgraph } from '../../src/start.ts';
import { type HttpAnswer, type HttpRequest, sendHttp } from './http-request.ts';
import {
  createSigningKey,
  type KeySetServer,
  keySetOf,
  openKeySet,
  type SigningKey,
} from './json-web-keys.ts';

/** Whom a target lets in: the API keys, by what they may do. */
export const keys = {
  all: 'key-of-backoffice',
  reader: 'key-of-reports',
  writer: 'key-of-import',
  raw: 'key-of-debugging',
} as const;

const apiKeys = (
  [
    ['backoffice', keys.all, ['customers:read', 'customers:write', 'customers:raw']],
    ['reports', keys.reader, ['customers:read']],
    ['import', keys.writer, ['customers:write']],
    ['debugging', keys.raw, ['customers:raw']],
  ] as const
).map(([name, key, scopes]) => ({
  name,
  sha256: createHash('sha256').update(key).digest('hex'),
  scopes,
}));

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
  const lines: string[] = [];
  const sandbox = await startSandbox({ onCall: (call) => calls.push(call) });
  const [ec, rsa] = await Promise.all([createSigningKey('ES256'), createSigningKey('RS256')]);
  const keySet = await openKeySet(keySetOf({ ec, rsa }));
  const path = join(mkdtempSync(join(tmpdir(), 'billgraph-target-')), 'billgraph.json');
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
  writeFileSync(path, JSON.stringify({ providers, auth: { apiKeys, jwt }, ...file }));
  const log = pino({ base: null, level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const config = readConfig({ BILLGRAPH_CONFIG: path, PORT: '0', NODE_ENV: 'production' });
  const billgraph = await startBillgraph(config, log);
  const { origin, port } = new URL(billgraph.url);
  return {
    port: Number(port),
    keySet,
    signing: { ec, rsa },
    send: (request) => sendHttp(origin, request, keys.all),
    takeCalls: () => calls.splice(0),
    lines,
    async close() {
      await billgraph.stop();
      await Promise.all([sandbox.close(), keySet.close()]);
    },
  };
}
