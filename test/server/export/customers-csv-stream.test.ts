import { once } from 'node:events';
import { get, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { Agent } from 'undici';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accountOf, type ChosenAccount } from '../../../src/config/account-of.ts';
import { createProviderLog } from '../../../src/provider-log.ts';
import { createProviders } from '../../../src/providers/create-providers.ts';
import { playLargeFlexprice, playLargePolar } from '../../support/large-accounts.ts';
import { openPort } from '../../support/open-port.ts';
import { createUpstreams } from '../../support/upstream.ts';

const upstreams = createUpstreams();
const closers: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await upstreams.close();
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A server in front of one account that the listener plays, and the answers of that account. */
async function serve(
  kind: 'FLEXPRICE' | 'POLAR',
  play: RequestListener,
  chosen: Partial<ChosenAccount> = {},
) {
  const answers: ServerResponse[] = [];
  const upstream = await upstreams.serve((incoming, outgoing) => {
    answers.push(outgoing);
    play(incoming, outgoing);
  });
  const lines: object[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const dispatcher = new Agent();
  const { onExchange, onFailure } = createProviderLog(log);
  const baseUrl = kind === 'FLEXPRICE' ? `${upstream}/v1` : upstream;
  const account = accountOf({ name: 'acme', kind, apiKey: 'key', baseUrl, ...chosen });
  const providers = createProviders([account], { dispatcher, onExchange });
  const server = await openPort({ providers, log, onFailure });
  closers.push(server.close, () => dispatcher.destroy());
  return { ...server, answers, lines };
}

/** Begins to get the file, and reads nothing of it yet. */
async function begin({ origin }: { readonly origin: string }): Promise<IncomingMessage> {
  const outgoing = get(`${origin}/customers.csv`, { agent: false });
  closers.push(() => outgoing.destroy());
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject);
  });
  return response.on('error', () => {});
}

/** The count, once it is still the same after many round trips of the server. */
async function settled(count: () => number, { origin }: { readonly origin: string }): Promise<number> {
  for (;;) {
    const before = count();
    for (let trip = 0; trip < 50; trip += 1) await (await fetch(`${origin}/health`)).text();
    if (count() === before) return before;
  }
}

function rowsOf(file: string): readonly string[] {
  return file.split('\r\n').slice(1, -1);
}

const whole = { customers: 100_000 };
/** So large that no buffer on the way holds half of it. */
const wide = { customers: 20_000, nameLength: 4_000 };

describe('an export of 100,000 customers', () => {
  it('is read in pages of 500, each once', { timeout: 60_000 }, async () => {
    const server = await serve('FLEXPRICE', playLargeFlexprice(whole));
    const rows = rowsOf(await (await fetch(`${server.origin}/customers.csv`)).text());
    expect([rows.length, new Set(rows).size, server.answers.length]).toEqual([100_000, 100_000, 200]);
    expect(rows.map((row) => row.split(',')[2])).toEqual(rows.map((_row, index) => `acct-${index}`));
  });

  it('is read in one call where the provider has one for it', { timeout: 60_000 }, async () => {
    const server = await serve('POLAR', playLargePolar(whole));
    const rows = rowsOf(await (await fetch(`${server.origin}/customers.csv`)).text());
    expect([rows.length, new Set(rows).size, server.answers.length]).toEqual([100_000, 100_000, 1]);
  });
});

describe('a client that takes its time', () => {
  it('holds the reading of pages back, and misses nothing', { timeout: 60_000 }, async () => {
    const server = await serve('FLEXPRICE', playLargeFlexprice(wide));
    const response = await begin(server);
    expect(await settled(() => server.answers.length, server)).toBeLessThan(20);

    expect(rowsOf(await text(response))).toHaveLength(wide.customers);
    expect(server.answers).toHaveLength(40);
  });

  it('holds a download back, and misses nothing', { timeout: 60_000 }, async () => {
    const server = await serve('POLAR', playLargePolar(wide));
    const response = await begin(server);
    const written = await settled(() => server.answers[0]?.socket?.bytesWritten ?? 0, server);
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan((wide.customers * wide.nameLength) / 2);

    expect(rowsOf(await text(response))).toHaveLength(wide.customers);
    expect(server.answers).toHaveLength(1);
  });

  it('is cut off when it has taken nothing for a minute, and keeps no place any more', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const server = await serve('POLAR', playLargePolar(wide), { maxConcurrency: 1 });
    const response = await begin(server);
    const upstream = server.answers[0] ?? expect.fail('nobody was asked');
    await settled(() => upstream.socket?.bytesWritten ?? 0, server);
    vi.advanceTimersByTime(59_000);
    await settled(() => upstream.socket?.bytesWritten ?? 0, server);
    expect(upstream.destroyed).toBe(false);

    const closed = once(upstream, 'close');
    vi.advanceTimersByTime(1_000);
    await closed;
    await expect(text(response)).rejects.toThrow();
    await begin(server);
    expect([server.answers.length, server.lines]).toEqual([2, []]);
  });
});

describe('a client that leaves', () => {
  it('stops the reading of pages, also the one under way', async () => {
    const large = playLargeFlexprice({ customers: 5_000 });
    const held = createGate();
    let calls = 0;
    const server = await serve('FLEXPRICE', (incoming, outgoing) => {
      calls += 1;
      if (calls < 3) large(incoming, outgoing);
      else held.open(outgoing);
    });
    const response = await begin(server);
    response.resume();
    const third = await held.opened;
    const closed = once(third, 'close');
    response.destroy();
    await closed;
    expect([third.writableFinished, await settled(() => calls, server)]).toEqual([false, 3]);
    expect(server.lines).toEqual([]);
  });

  it('stops the reading of pages while it is held back', async () => {
    const server = await serve('FLEXPRICE', playLargeFlexprice(wide));
    const response = await begin(server);
    await settled(() => server.answers.length, server);
    response.destroy();
    expect(await settled(() => server.answers.length, server)).toBeLessThan(20);
    expect(server.lines).toEqual([]);
  });

  it('ends a download, and gives its place to the next one', async () => {
    const server = await serve('POLAR', playLargePolar(wide), { maxConcurrency: 1 });
    for (const times of [1, 2]) {
      const response = await begin(server);
      const upstream = server.answers[times - 1] ?? expect.fail('nobody was asked');
      await settled(() => upstream.socket?.bytesWritten ?? 0, server);
      const closed = once(upstream, 'close');
      response.destroy();
      await closed;
      expect(upstream.writableFinished).toBe(false);
    }
    expect(server.lines).toEqual([]);
  });

  it('before there is anything to send stops the first call', async () => {
    const asked = createGate();
    const server = await serve('POLAR', (_incoming, outgoing) => asked.open(outgoing));
    const leaving = get(`${server.origin}/customers.csv`, { agent: false }).on('error', () => {});
    const upstream = await asked.opened;
    const closed = once(upstream, 'close');
    leaving.destroy();
    await closed;
    expect(await settled(() => server.lines.length, server)).toBe(0);
  });

  it('leaves nothing behind of a request that waits behind another one', async () => {
    const large = playLargePolar(wide);
    const server = await serve('POLAR', large);
    const socket = connectSocket(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const request = 'GET /customers.csv HTTP/1.1\r\nhost: x\r\n\r\n';
    socket.pause().write(request + request);
    while (server.answers.length < 2) await (await fetch(`${server.origin}/health`)).text();
    const closed = Promise.all(server.answers.map((answer) => once(answer, 'close')));
    socket.destroy();
    await closed;
  });
});

describe('a provider that fails in the middle', () => {
  const large = playLargeFlexprice({ customers: 5_000 });
  const failures: readonly (readonly [string, RequestListener, object])[] = [
    [
      'an error',
      (_incoming, outgoing) => outgoing.writeHead(500).end(),
      { failure: 'unavailable', status: 500 },
    ],
    ['a reset', (incoming) => incoming.socket.resetAndDestroy(), { failure: 'unavailable' }],
    [
      'half an answer',
      (_incoming, outgoing) => {
        outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
        outgoing.write('{"items":[', () => outgoing.destroy());
      },
      { failure: 'bad-response' },
    ],
    [
      'an empty page',
      (_incoming, outgoing) => {
        outgoing.writeHead(200, { 'content-type': 'application/json' });
        outgoing.end('{"items":[],"pagination":{"total":5000}}');
      },
      { failure: 'bad-response' },
    ],
  ];

  it.each(failures)(
    'with %s breaks the transfer off, and each try is logged once',
    async (_what, play, line) => {
      let calls = 0;
      const server = await serve('FLEXPRICE', (incoming, outgoing) => {
        calls += 1;
        (calls < 3 ? large : play)(incoming, outgoing);
      });
      const response = await begin(server);
      expect(response.statusCode).toBe(200);
      await expect(text(response)).rejects.toThrow();
      expect(server.lines).toEqual(Array.from({ length: calls - 2 }, () => expect.objectContaining(line)));
    },
  );

  it.each([
    ['announced its length', { 'content-length': 1_000_000 }],
    ['did not', {}],
  ])('breaks the transfer off where a download is cut that %s', async (_what, headers) => {
    const rows = `00000000-0000-4000-8000-000000000001,acct-1,2026-01-02T03:04:05Z,a@example.com,Ada,DE\r\n`;
    const server = await serve('POLAR', (_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/csv', ...headers });
      outgoing.write('ID,External ID,Created At,Email,Name,Billing Address Country\r\n');
      outgoing.write(rows.repeat(1000), () => outgoing.destroy());
    });
    const response = await begin(server);
    expect(response.statusCode).toBe(200);
    await expect(text(response)).rejects.toThrow();
    expect(server.lines).toEqual([expect.objectContaining({ failure: 'bad-response' })]);
  });
});

it('a client of HTTP/1.0, to which a part of the file would be the whole of it, gets none', async () => {
  const server = await serve('FLEXPRICE', playLargeFlexprice(whole));
  const socket = connectSocket(server.port, '127.0.0.1');
  closers.push(() => socket.destroy());
  socket.write('GET /customers.csv HTTP/1.0\r\n\r\n');
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1.1 426 Upgrade Required\r\n/);
  expect(answer).toMatch(/\r\nupgrade: HTTP\/1.1\r\n/);
  expect(answer).toMatch(/\r\n\r\n\{"errors":\[\{.*"code":"BAD_USER_INPUT".*$/);
  expect(server.answers).toEqual([]);
});

/** A promise of an answer, kept by whoever holds it back. */
function createGate() {
  let open: (answer: ServerResponse) => void = () => {};
  const opened = new Promise<ServerResponse>((resolve) => {
    open = resolve;
  });
  return { opened, open: (answer: ServerResponse) => open(answer) };
}
