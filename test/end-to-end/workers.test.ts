import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Client } from 'undici';
import { z } from 'zod';
import { apiKeyOf } from '../support/api-keys.ts';
import { bearer } from '../support/http-exchange.ts';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';
import { runBillgraph } from '../support/run-billgraph.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

// Each of them is started in its turn, on whatever is left of the machine.
vi.setConfig({ testTimeout: 60_000 });

const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

const lineSchema = z.looseObject({
  msg: z.string(),
  worker: z.number().optional(),
  pid: z.number().optional(),
  caller: z.string().optional(),
});

const holders = ['first', 'second', 'third'].map(
  (name) => ({ name, key: `key-of-the-${name}`, scopes: ['customers:read', 'customers:write'] }) as const,
);

/** A Lago that has every customer, and the paths that it was asked for. */
async function openLago() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const customer = {
      lago_id: '1a901a90-1a90-1a90-1a90-1a901a901a90',
      external_id: request.method === 'POST' ? 'changed' : path.split('/').at(-1),
      created_at: '2026-01-01T00:00:00Z',
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ customer }));
  });
  const origin = await listenOnLoopback(server);
  return {
    account: (name: string, more: object = {}) => ({
      name,
      kind: 'lago',
      baseUrl: `${origin}/${name}/api/v1`,
      apiKey: 'key',
      ...more,
    }),
    callsTo: (account: string) => asked.filter((path) => path.startsWith(`/${account}/`)),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const limit = { requests: 6, perSeconds: 3_600 };
const callsPerMinute = 40;

/** Two workers, in front of that Lago. */
async function openWorkers() {
  const folder = createTemporaryFolder();
  const lago = await openLago();
  const billgraph = runBillgraph(
    folder.write('billgraph.json', {
      providers: [lago.account('limited', { rateLimit: limit }), lago.account('free')],
      server: { workers: 2 },
      auth: { apiKeys: holders.map(apiKeyOf) },
      limits: { callerUpstreamCallsPerMinute: callsPerMinute },
      cache: { freshSeconds: 600 },
    }),
  );
  const { origin } = new URL(await billgraph.url);
  return {
    ...billgraph,
    origin,
    lago,
    told: () => billgraph.lines.map((line) => lineSchema.parse(JSON.parse(line))),
    async close() {
      billgraph.signal('SIGTERM');
      const code = await billgraph.ended;
      lago.close();
      folder.remove();
      return code;
    },
  };
}

const query = (account: string, externalId: string) =>
  `{ customerByExternalId(provider: "${account}", externalId: "${externalId}") { externalId } }`;

const rename = (account: string, externalId: string) =>
  `mutation { updateCustomer(input: { customer: { external: { provider: "${account}", externalId: "${externalId}" } }, name: "Ada" }) { __typename } }`;

describe('two workers', () => {
  let together: Awaited<ReturnType<typeof openWorkers>>;
  beforeAll(async () => {
    together = await openWorkers();
  });
  afterAll(async () => {
    // All of them, in order.
    expect(await together.close()).toBe(0);
  });

  /** A connection, which one of the workers has: a new one goes to the other. */
  function connect(caller: string) {
    const client = new Client(together.origin);
    closers.push(() => client.destroy());
    return async (document: string) => {
      const { statusCode, body } = await client.request({
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bearer(`key-of-the-${caller}`) },
        body: JSON.stringify({ query: document }),
      });
      return { status: statusCode, text: await body.text() };
    };
  }

  it('say once that all is ready, and with their number what each of them does', async () => {
    const lines = together.told();
    expect(lines.filter(({ msg }) => msg === 'billgraph ready')).toHaveLength(1);
    expect(lines.filter(({ msg }) => msg === 'worker ready').map(({ worker }) => worker)).toEqual([1, 2]);
    for (const path of ['/health', '/ready']) {
      const response = await fetch(`${together.origin}${path}`);
      expect(response.status).toBe(200);
    }
  });

  it('keep the rate limit of an account together', async () => {
    const connections = [connect('first'), connect('first')];
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, index) => connections[index % 2]?.(query('limited', `c-${index}`))),
    );
    const refused = answers.filter((answer) => answer?.text.includes('PROVIDER_RATE_LIMITED'));
    expect(refused).toHaveLength(14 - limit.requests);
    expect(together.lago.callsTo('limited')).toHaveLength(limit.requests);
    const workers = together
      .told()
      .filter(({ msg, caller }) => msg === 'operation' && caller?.includes('first'));
    expect(new Set(workers.map(({ worker }) => worker))).toEqual(new Set([1, 2]));
  });

  it('drop what they know of a customer when the other has changed it', async () => {
    const [one, other] = [connect('second'), connect('second')];
    const reads = () =>
      together.lago.callsTo('free').filter((path) => path.endsWith('/customers/changed')).length;
    await one(query('free', 'changed'));
    await other(query('free', 'changed'));
    await other(query('free', 'changed'));
    expect(reads()).toBe(2);
    expect((await one(rename('free', 'changed'))).text).toContain('UpdateCustomerPayload');
    const readsOfWrite = reads();
    // The word of it may be on its way for a moment.
    while (reads() === readsOfWrite) await other(query('free', 'changed'));
    expect(reads()).toBe(readsOfWrite + 1);
  });

  it("keep a caller's minute together", async () => {
    const connections = [connect('third'), connect('third')];
    const before = together.lago.callsTo('free').length;
    const answers = await Promise.all(
      Array.from({ length: callsPerMinute + 10 }, (_, index) =>
        connections[index % 2]?.(query('free', `m-${index}`)),
      ),
    );
    expect(answers.filter((answer) => answer?.status === 429)).toHaveLength(10);
    expect(together.lago.callsTo('free').length - before).toBe(callsPerMinute);
  });

  it('are replaced when they are killed, while the other goes on serving', async () => {
    const ready = () => together.told().filter(({ msg }) => msg === 'worker ready');
    const [{ pid } = { pid: undefined }] = ready();
    if (pid === undefined) throw new Error('no worker');
    process.kill(pid, 'SIGKILL');
    await together.until('a worker has ended and is replaced');
    const connection = connect('second');
    for (let nth = 0; nth < 3; nth += 1) {
      expect(await connection('{ __typename }')).toMatchObject({ status: 200 });
    }
    while (ready().length < 3) await connection('{ __typename }');
    expect(ready().at(-1)?.worker).toBe(1);
    expect(ready().at(-1)?.pid).not.toBe(pid);
  });
});

describe('workers', () => {
  /** Two in front of a Lago that is not there. */
  function run(settings: object = {}, others: object = {}) {
    const folder = createTemporaryFolder();
    const billgraph = runBillgraph(
      folder.write('billgraph.json', {
        providers: [
          { name: 'lago', kind: 'lago', baseUrl: 'http://127.0.0.1:9', apiKey: 'key', ...settings },
        ],
        server: { workers: 2 },
        ...others,
      }),
    );
    closers.push(billgraph.stop, folder.remove);
    return { ...billgraph, told: () => billgraph.lines.map((line) => lineSchema.parse(JSON.parse(line))) };
  }

  it('are not started with a configuration that is not in order, of which is told once', async () => {
    const { ended, told } = run({ maxConcurrency: 1 });
    expect(await ended).toBe(2);
    expect(told()).toMatchObject([{ path: 'providers[0].maxConcurrency' }]);
  });

  it('end with 1 where they cannot start, of which is told once', async () => {
    const elsewhere = { server: { workers: 2, host: '192.0.2.1' }, auth: { mode: 'none' } };
    const { ended, told } = run({}, elsewhere);
    expect(await ended).toBe(1);
    expect(told()).toMatchObject([{ msg: 'billgraph cannot start', worker: 1 }]);
  });

  it('drain and end when the first process is gone', async () => {
    const { url, stop, ended } = run();
    await url;
    // What they write to is closed when they have ended, too.
    stop();
    expect(await ended).toBeNull();
  });
});
