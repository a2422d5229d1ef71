import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { codesOf, type HttpAnswer } from '../support/http-exchange.ts';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';
import { openConfigured } from '../support/open-configured.ts';
import { runBillgraph } from '../support/run-billgraph.ts';
import { sendHttp } from '../support/send-http.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

const query = '{ customerByExternalId(provider: "lago", externalId: "x") { id } }';
const mutation =
  'mutation { deleteCustomer(input: { customer: { external: { provider: "lago", externalId: "x" } } }) { __typename } }';

/** A Lago that answers when the test does. */
async function openLago() {
  const arrived: ServerResponse[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((_request, response) => {
    arrived.push(response);
    for (const look of waiting.splice(0)) look();
  });
  const origin = await listenOnLoopback(server);
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return {
    configuration: {
      providers: [{ name: 'lago', kind: 'lago', baseUrl: `${origin}/api/v1`, apiKey: 'key' }],
    },
    /** The nth request that arrives. */
    async arrival(nth: number): Promise<ServerResponse> {
      for (;;) {
        const response = arrived[nth - 1];
        if (response !== undefined) return response;
        await new Promise<void>((look) => waiting.push(look));
      }
    },
  };
}

const customer = {
  lago_id: '1a901a90-1a90-1a90-1a90-1a901a901a90',
  external_id: 'x',
  created_at: '2026-01-01T00:00:00Z',
};

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function answerNotFound(response: ServerResponse): void {
  answer(response, 404, { status: 404, error: 'Not Found', code: 'customer_not_found' });
}

const ask = (origin: string, document: string): Promise<HttpAnswer> =>
  sendHttp(origin, { body: { query: document } }, 'key');

/** A billgraph as a process of its own, in front of that Lago. */
async function run(settings: object = {}, preload?: string) {
  const folder = createTemporaryFolder();
  const lago = await openLago();
  const configuration = folder.write('billgraph.json', { ...lago.configuration, ...settings });
  const billgraph = runBillgraph(configuration, {
    ...(preload !== undefined && { preload: folder.write('preload.mjs', preload) }),
  });
  closers.push(billgraph.stop, folder.remove);
  const { origin, port } = new URL(await billgraph.url);
  return { ...billgraph, ...lago, origin, port: Number(port) };
}

describe('on SIGTERM', () => {
  it('what is under way is answered, nobody new is let in, and the process ends with 0', async () => {
    const { origin, port, arrival, signal, until, ended } = await run();
    const running = ask(origin, query);
    const response = await arrival(1);
    let received = '';
    const probe = connect(port, '127.0.0.1', () => probe.write('GET /ready HTTP/1.1\r\n'));
    const probed = new Promise<void>((resolve) => probe.once('close', () => resolve()));
    probe.setEncoding('utf8').on('data', (text) => {
      received += text;
    });
    await new Promise((resolve) => probe.once('connect', resolve));

    signal('SIGTERM');
    await until('billgraph stops');
    await expect(ask(origin, '{ __typename }')).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
    probe.write('Host: localhost\r\n\r\n');
    await probed;
    expect(received).toMatch(/^HTTP\/1\.1 503 [\s\S]*connection: close/i);

    answerNotFound(response);
    const { status, headers, data } = await running;
    expect([status, headers.connection, data]).toEqual([200, 'close', { customerByExternalId: null }]);
    expect(await ended).toBe(0);
  });

  it('a second one does not wait', async () => {
    const { origin, arrival, signal, until, ended } = await run();
    const running = ask(origin, query).catch(() => 'cut');
    await arrival(1);
    signal('SIGTERM');
    await until('billgraph stops');
    signal('SIGINT');
    expect(await ended).toBeNull();
    expect(await running).toBe('cut');
  });
});

describe('a mistake of our own', () => {
  const preload = `
    process.on('SIGUSR2', () => void Promise.reject(new Error('nobody waits for this')));
    process.on('SIGHUP', () => { throw new Error('nobody expects this'); });
  `;

  it('in a promise that nobody waits for is logged, and the others are answered', async () => {
    const { origin, arrival, signal, until, lines } = await run({}, preload);
    const running = ask(origin, query);
    const response = await arrival(1);
    signal('SIGUSR2');
    const told = await until('a rejection that nobody handled');
    expect(JSON.parse(told)).toMatchObject({
      level: 50,
      err: { type: 'Error', message: 'nobody waits for this', stack: expect.stringContaining('preload.mjs') },
    });
    answerNotFound(response);
    expect(await running).toMatchObject({ status: 200, data: { customerByExternalId: null } });
    expect(lines.filter((line) => line.includes('nobody handled'))).toHaveLength(1);
  });

  it('that nobody catches ends the process with 1, when what is under way is answered', async () => {
    const { origin, arrival, signal, until, ended } = await run({}, preload);
    const running = ask(origin, query);
    const response = await arrival(1);
    signal('SIGHUP');
    expect(JSON.parse(await until('an exception that nobody caught'))).toMatchObject({
      level: 60,
      err: { message: 'nobody expects this' },
    });
    answerNotFound(response);
    expect(await running).toMatchObject({ status: 200 });
    expect(await ended).toBe(1);
  });
});

describe('a process with too much to do', () => {
  it('says so, but for its health', async () => {
    const { origin, signal } = await run(
      { limits: { eventLoopDelayMs: 5 } },
      `
        const busy = () => {
          const end = performance.now() + 50;
          while (performance.now() < end);
          setTimeout(busy, 1);
        };
        process.once('SIGUSR2', busy);
      `,
    );
    signal('SIGUSR2');
    let shed = await ask(origin, '{ __typename }');
    while (shed.status === 200) shed = await ask(origin, '{ __typename }');
    expect([shed.status, codesOf(shed), shed.headers['retry-after']]).toEqual([503, ['OVERLOADED'], '1']);
    for (const target of ['/health', '/ready']) {
      expect(await sendHttp(origin, { method: 'GET', target }, 'key')).toMatchObject({ status: 200 });
    }
  });
});

describe('a billgraph that is stopped', () => {
  /** One in this process, which is told how long it has. */
  async function open() {
    const lago = await openLago();
    const billgraph = await openConfigured(lago.configuration);
    closers.push(billgraph.close);
    return { ...billgraph, ...lago };
  }

  it('cuts what hangs at the limit, upstream too', async () => {
    const { origin, arrival, close } = await open();
    const running = ask(origin, query).catch(() => 'cut');
    const response = await arrival(1);
    const left = new Promise((resolve) => response.once('close', resolve));
    await close({ withinMs: 20 });
    expect(await running).toBe('cut');
    await left;
  });

  it('lets a change finish that was sent, even where nobody waits for it', async () => {
    const { origin, arrival, close, lines } = await open();
    const leaving = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const request = fetch(`${origin}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: mutation }),
      signal: leaving.signal,
    }).catch(() => 'left');
    answer(await arrival(1), 200, { customer });
    const change = await arrival(2);
    leaving.abort();
    await request;
    let isStopped = false;
    const stopped = close({ withinMs: 60_000 }).then(() => {
      isStopped = true;
    });
    // It has nothing else to wait for.
    await expect(ask(origin, '{ __typename }')).rejects.toThrow();
    expect(isStopped).toBe(false);
    answer(change, 200, { customer });
    await stopped;
    expect(lines.some((line) => line.includes('went well after its request had ended'))).toBe(true);
  });

  it('waits no longer than the limit for a change that hangs', async () => {
    const { origin, arrival, close } = await open();
    const running = ask(origin, mutation).catch(() => 'cut');
    answer(await arrival(1), 200, { customer });
    await arrival(2);
    await close({ withinMs: 20 });
    expect(await running).toBe('cut');
  });
});
