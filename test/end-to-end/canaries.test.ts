import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiKeyOf } from '../support/api-keys.ts';
import type { HttpAnswer, HttpRequest } from '../support/http-exchange.ts';
import {
  createSigningKey,
  type KeySetServer,
  keySetOf,
  openKeySet,
  signToken,
} from '../support/json-web-keys.ts';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';
import { type FaultyAccounts, openFaultyAccounts } from '../support/open-faulty-accounts.ts';
import { type BillgraphProcess, runBillgraph } from '../support/run-billgraph.ts';
import { sendHttp } from '../support/send-http.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { canary, findCanaries } from './canaries/canary.ts';
import { faults } from './canaries/faults.ts';
import { externalId, mistakes, planting, questions } from './canaries/questions.ts';

const key = `${canary}-of-backoffice`;
const folder = createTemporaryFolder();
const strayed: (string | undefined)[] = [];
const elsewhere = createServer((request, response) => {
  strayed.push(request.url);
  response.end();
});
const elsewhereUrl = await listenOnLoopback(elsewhere);
const signing = await createSigningKey('ES256');

let accounts: FaultyAccounts;
let keySet: KeySetServer;
let billgraph: BillgraphProcess;
let origin: string;

beforeAll(async () => {
  accounts = await openFaultyAccounts(canary);
  keySet = await openKeySet(keySetOf({ ec: signing }));
  const gone = { name: 'gone', kind: 'lago', baseUrl: `http://${canary}.invalid/api/v1`, apiKey: canary };
  billgraph = runBillgraph(
    folder.write('billgraph.yaml', {
      server: { deadlineMs: 2_000 },
      providers: [...accounts.providers, gone],
      auth: {
        apiKeys: [
          apiKeyOf({
            name: 'backoffice',
            key,
            scopes: ['customers:read', 'customers:write', 'customers:raw'],
          }),
        ],
        jwt: {
          issuer: 'https://id.example',
          audience: 'billgraph',
          jwksUrl: `${keySet.url.href}?key=${canary}`,
          algorithms: ['ES256'],
        },
      },
    }),
    { log: 'trace' },
  );
  origin = new URL(await billgraph.url).origin;
  for (const request of planting) {
    expect((await ask(request)).text).toContain('CreateCustomerPayload');
  }
});
/** How many lines of the log have been looked through. */
let seen = 0;
function expectCleanLog(): void {
  const lines = billgraph.lines.slice(seen);
  seen += lines.length;
  expect(lines.flatMap(findCanaries)).toEqual([]);
  expect(lines.filter((line) => line.includes('internal error'))).toEqual([]);
}

afterEach(() => {
  accounts.fail(null);
  expectCleanLog();
});
afterAll(async () => {
  billgraph.stop();
  await billgraph.ended;
  elsewhere.close();
  folder.remove();
  await Promise.all([accounts.close(), keySet.close()]);
  expect(strayed).toEqual([]);
  expect(billgraph.lines.length).toBeGreaterThan(1000);
  expectCleanLog();
});

const ask = (request: HttpRequest) => sendHttp(origin, request, key);

/** What came with an answer beside the data that was asked for. */
function besideData({ status, headers, errors, extensions, text }: HttpAnswer): string {
  const isData = status === 200 && /csv|json/.test(String(headers['content-type']));
  return JSON.stringify({ headers, errors, extensions, ...(!isData && { text }) });
}

/** A break in the middle of a file is an answer, too. */
async function tryToAsk(request: HttpRequest): Promise<string> {
  return ask(request).then(besideData, (error: unknown) => String(error));
}

const statuses = z.object({
  providers: z.array(z.object({ name: z.string(), status: z.object({ state: z.string() }) })),
});

/** The accounts that are not asked because they have failed, once each has had an occasion to answer. */
async function findDown(): Promise<readonly string[]> {
  const customer = (provider: string) =>
    `${provider}: customerByExternalId(provider: "${provider}", externalId: "nobody") { id }`;
  await ask({ body: { query: `{ ${['flexprice', 'lago', 'polar'].map(customer).join(' ')} }` } });
  const { data } = await ask({ body: { query: '{ providers { name status { state } } }' } });
  return statuses
    .parse(data)
    .providers.filter(({ name, status }) => name !== 'gone' && status.state === 'DOWN')
    .map(({ name }) => name);
}

describe('no secret leaves by an error, a header or a line of the log', () => {
  it('when all goes well, while the data holds what was asked for', async () => {
    const answers: HttpAnswer[] = [];
    for (const request of questions) {
      const whole = request.target === '/customers.csv' ? `${request.target}?provider=lago` : request.target;
      answers.push(await ask({ ...request, ...(whole !== undefined && { target: whole }) }));
    }
    expect(answers.flatMap((answer) => findCanaries(besideData(answer)))).toEqual([]);
    expect(answers.filter(({ text }) => text.includes(externalId)).length).toBeGreaterThan(5);
    const urls = answers.flatMap(({ text }) => text.match(/https?:[^"]+/g) ?? []);
    expect(urls.length).toBeGreaterThan(3);
    const log = billgraph.lines.join('\n');
    expect(urls.filter((url) => log.includes(url))).toEqual([]);
  });

  it.each(faults(elsewhereUrl))(
    'when every provider answers with %s',
    async (_fault, fault) => {
      accounts.fail(fault);
      for (const request of questions) expect(findCanaries(await tryToAsk(request))).toEqual([]);
      accounts.fail(null);
      await expect.poll(findDown, { timeout: 15_000, interval: 100 }).toEqual([]);
      // A file is worth waiting for: its reads wait as long as they are told to.
    },
    60_000,
  );

  it.each(mistakes)('when the request is %j', async (request) => {
    const answer = await ask(request);
    expect(findCanaries(JSON.stringify(answer.headers))).toEqual([]);
    // What the caller sent may be quoted to that caller, but for what may be a secret of it.
    expect(findCanaries(answer.text).filter((found) => found.includes(canary.slice(0, 6)))).toEqual([]);
  });

  it.each([
    ['a wrong key', () => `Bearer ${canary}-wrong`],
    ['a password', () => `Basic ${Buffer.from(`${canary}:${canary}`).toString('base64')}`],
    ['a token of somebody', () => signToken(signing, { claims: { sub: externalId }, header: { kid: 'ec' } })],
    ['a token of an unknown key', () => signToken(signing, { header: { kid: canary } })],
    [
      'a token that is over',
      () => signToken(signing, { claims: { sub: externalId, exp: 1 }, header: { kid: 'ec' } }),
    ],
    [
      'a token of another issuer',
      () => signToken(signing, { claims: { iss: canary }, header: { kid: 'ec' } }),
    ],
    ['a token of another kind', () => signToken(signing, { header: { typ: canary, kid: 'ec' } })],
  ])('when somebody comes with %s', async (_what, credentials) => {
    const value = await credentials();
    const authorization = value.includes(' ') ? value : `Bearer ${value}`;
    const [viewer, file] = await Promise.all([
      ask({ headers: { authorization }, body: { query: '{ viewer { unavailable { code } } }' } }),
      ask({ method: 'GET', target: '/customers.csv?provider=lago', headers: { authorization } }),
    ]);
    expect([viewer, file].flatMap((answer) => findCanaries(besideData(answer)))).toEqual([]);
  });
});

describe('no secret of a configuration that is wrong is told', () => {
  it.concurrent.each([
    ['in YAML that is none', `providers: [{ name: lago, apiKey: "${canary}" , baseUrl: ]\n  ${canary}: {`],
    [
      'in values that do not fit',
      {
        providers: [
          {
            name: 'lago',
            kind: 'lago',
            apiKey: `${canary} ${canary}`,
            baseUrl: `https://me:${canary}@x.example`,
          },
          { name: canary.toUpperCase(), kind: canary, apiKey: 'x', timeoutMs: canary, rateLimit: canary },
        ],
        auth: {
          apiKeys: [{ name: 'a', sha256: canary, scopes: [canary] }],
          jwt: { jwksUrl: `https://${canary}@x` },
        },
        server: { corsOrigins: [`https://${canary}.example/`], port: canary, introspection: canary },
        limits: canary,
      },
    ],
  ])('%s', async (where, content) => {
    const { lines, ended } = runBillgraph(folder.write(`${where}.yaml`, content));
    expect(await ended).toBe(2);
    expect(lines.map((line) => z.object({ reason: z.string() }).parse(JSON.parse(line)).reason)).not.toEqual(
      [],
    );
    expect(lines.flatMap(findCanaries)).toEqual([]);
  });
});
