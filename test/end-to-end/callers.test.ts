import { request } from 'node:http';
import { afterAll, afterEach, expect, it } from 'vitest';
import { apiKeyOf } from '../support/api-keys.ts';
import {
  createSigningKey,
  type KeySetServer,
  keySetOf,
  openKeySet,
  signToken,
} from '../support/json-web-keys.ts';
import { type ConfiguredBillgraph, openConfigured } from '../support/open-configured.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const folder = createTemporaryFolder();
afterAll(() => folder.remove());
const signing = await createSigningKey('ES256');

const running: ConfiguredBillgraph[] = [];
const keySets: KeySetServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((billgraph) => billgraph.close()));
  await Promise.all(keySets.splice(0).map((keySet) => keySet.close()));
});

/** Starts billgraph with this section `auth`, over the sandbox; tells how it answers to whom. */
async function start(auth: object | undefined) {
  const billgraph = await openConfigured({ auth });
  running.push(billgraph);
  const ask = (headers: Readonly<Record<string, string>>) => post(new URL(billgraph.url), headers);
  return { ask };
}

/** Asks for what needs no provider, and may say any Host; resolves to the status. */
function post(url: URL, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', ...headers },
    });
    outgoing.on('response', (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    outgoing.on('error', reject).end('{"query":"{ __typename }"}');
  });
}

const foreign = { host: 'billgraph.example' };

it('without auth everybody on this machine is let in, and nobody under another name', async () => {
  const { ask } = await start(undefined);
  expect([await ask({}), await ask({ authorization: 'Basic x' }), await ask(foreign)]).toEqual([
    200, 200, 403,
  ]);
});

it('with mode: none everybody is let in', async () => {
  const { ask } = await start({ mode: 'none' });
  expect([await ask({}), await ask(foreign)]).toEqual([200, 200]);
});

it('with API keys and tokens only those who have one are let in, under any name', async () => {
  const keySet = await openKeySet(keySetOf({ first: signing }));
  keySets.push(keySet);
  const { ask } = await start({
    apiKeys: [apiKeyOf({ name: 'backoffice', key: 'key-1', scopes: ['customers:read'] })],
    jwt: {
      issuer: 'https://id.example',
      audience: 'billgraph',
      jwksUrl: keySet.url.href,
      algorithms: ['ES256'],
    },
  });
  const token = await signToken(signing, { header: { kid: 'first' } });
  const late = await signToken(signing, { header: { kid: 'first' }, claims: { exp: 1 } });
  const statusOf = (authorization: string) => ask({ ...foreign, authorization });
  expect([await ask({}), await statusOf('Bearer key-2'), await statusOf(`Bearer ${late}`)]).toEqual([
    401, 401, 401,
  ]);
  expect([await statusOf('Bearer key-1'), await statusOf(`Bearer ${token}`)]).toEqual([200, 200]);
});

it('with a public key file tokens are checked by that', async () => {
  const publicKeyFile = folder.write('public.pem', signing.pem);
  const jwt = {
    issuer: 'https://id.example',
    audience: 'billgraph',
    publicKeyFile,
    algorithms: ['RS256', 'ES256'],
  };
  const { ask } = await start({ jwt });
  const other = await signToken(await createSigningKey('ES256'));
  expect(await ask({ authorization: `Bearer ${await signToken(signing)}` })).toBe(200);
  expect(await ask({ authorization: `Bearer ${other}` })).toBe(401);
});
