import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Call } from '../../src/billing/call.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { createConnections } from '../../src/http/connections.ts';
import type { JsonRequest } from '../../src/http/exchange.ts';
import { createPathTag } from '../../src/http/path.ts';
import { callUntil, createUpstreams, failureOf } from '../support/upstream.ts';

const path = createPathTag();
const { serve, serveSockets, connect, close } = createUpstreams();
afterEach(close);

const json = { 'content-type': 'application/json' };
const request: JsonRequest<{ id: string }> = {
  method: 'GET',
  path: path`/things`,
  schema: z.object({ id: z.string() }),
};

const well: RequestListener = (_incoming, outgoing) => outgoing.writeHead(200, json).end('{"id":"x"}');
const answer =
  (status: number, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_incoming, outgoing) =>
    outgoing.writeHead(status, { ...json, ...headers }).end('{}');
const halfJson: RequestListener = (_incoming, outgoing) => outgoing.writeHead(200, json).end('{"id":');
const cut: RequestListener = (_incoming, outgoing) => {
  outgoing.writeHead(200, { ...json, 'content-length': '100' });
  outgoing.write('{"id":', () => outgoing.destroy());
};
const reset: RequestListener = (incoming) => incoming.socket.resetAndDestroy();

/** Answers each request in its turn, and those after the last like the last. */
async function serveInTurn(...listeners: readonly RequestListener[]) {
  const received: string[] = [];
  const origin = await serve((incoming, outgoing) => {
    const listener = listeners[Math.min(received.length, listeners.length - 1)];
    received.push(`${incoming.method} ${incoming.url}`);
    listener?.(incoming, outgoing);
  });
  return { origin, received };
}

/** A call that has to be over so many milliseconds from now, and is when its signal says so. */
const within = (milliseconds: number, more: Partial<Call> = {}): Call => ({
  ...callUntil(),
  deadline: performance.now() + milliseconds,
  ...more,
});

/** Timers that keep this process from ending. */
const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('a read that fails', () => {
  it.each<readonly [string, RequestListener, number]>([
    ['with a 500', answer(500), 3],
    ['with a 503', answer(503), 3],
    ['with a 429', answer(429), 2],
    ['with a reset', reset, 3],
    ['half way', cut, 2],
    ['with half of its JSON', halfJson, 2],
    ['with a 400', answer(400), 1],
    ['with a 401', answer(401), 1],
    ['with a 404', answer(404), 1],
    ['with a redirect', answer(302), 1],
    ['with the wrong shape', answer(200), 1],
  ])('%s is tried again as long as that may help', async (_how, listener, tries) => {
    const { origin, received } = await serveInTurn(listener);
    const { client, exchanges } = connect(origin);
    await failureOf(client.send(request, within(900)));
    expect([received.length, exchanges.length]).toEqual([tries, tries]);
  });

  it.each<readonly [string, RequestListener]>([
    ['a 502', answer(502)],
    ['a reset', reset],
    ['half an answer', cut],
    ['half JSON', halfJson],
  ])('with %s and then goes well is as one that went well', async (_how, listener) => {
    const { origin, received } = await serveInTurn(listener, well);
    const { client, exchanges } = connect(origin);
    const search = { ...request, method: 'POST', body: { q: 1 } } as const;
    expect(await client.send(search, within(5_000))).toEqual({ id: 'x' });
    expect(received).toEqual(['POST /v1/things', 'POST /v1/things']);
    expect(exchanges.map(({ error }) => error === null)).toEqual([false, true]);
  });

  it('may be one that finds nothing in the end', async () => {
    const missing: RequestListener = (_incoming, outgoing) =>
      outgoing.writeHead(404, json).end('{"code":"no"}');
    const { origin } = await serveInTurn(answer(500), missing);
    expect(await connect(origin).client.find({ ...request, missing: ['no'] }, callUntil())).toBeNull();
  });

  it('by taking too long is tried once more', async () => {
    const { origin, received } = await serveInTurn(() => {});
    const { client } = connect(origin, { timeoutMs: 40 });
    expect(await failureOf(client.send(request, within(5_000)))).toMatchObject({ failure: 'timed-out' });
    expect(received).toHaveLength(2);
  });

  it('gives its place away while it waits for another try', async () => {
    const { origin } = await serveInTurn(answer(503, { 'retry-after': '1' }), well);
    const { client } = connect(origin, { maxConcurrency: 1 });
    const waiting = client.send(request, callUntil());
    expect(await client.send(request, callUntil())).toEqual({ id: 'x' });
    expect(await waiting).toEqual({ id: 'x' });
  });

  it('ends in its last failure', async () => {
    const { origin } = await serveInTurn(answer(500), answer(502), answer(404));
    expect(await failureOf(connect(origin).client.send(request, callUntil()))).toMatchObject({ status: 404 });
  });

  it('is not tried again where its operation may not make more calls, and ends in its own failure', async () => {
    const { origin, received } = await serveInTurn(answer(500));
    const budget = {
      begin: () => () => {},
      extend(provider: string) {
        throw new ProviderError({ provider, failure: 'too-expensive' });
      },
    };
    const error = await failureOf(connect(origin).client.send(request, { ...callUntil(), budget }));
    expect([error.status, received.length]).toEqual([500, 1]);
  });

  it('counts each try', async () => {
    const { origin } = await serveInTurn(answer(500), answer(500), well);
    const counted: string[] = [];
    const budget = {
      begin() {
        counted.push('begin');
        return () => {};
      },
      extend: () => void counted.push('extend'),
    };
    await connect(origin).client.send(request, { ...callUntil(), budget });
    expect(counted).toEqual(['begin', 'extend', 'begin', 'extend', 'begin']);
  });

  it('stops when its request ends, without another try', async () => {
    const before = countTimers();
    const { origin, received } = await serveInTurn(answer(503, { 'retry-after': '30' }));
    const leaving = new AbortController();
    const { client } = connect(origin, { onExchange: () => void setImmediate(() => leaving.abort()) });
    expect(await failureOf(client.send(request, callUntil(leaving.signal)))).toMatchObject({
      failure: 'unavailable',
      cause: { name: 'AbortError' },
    });
    expect(received).toHaveLength(1);
    expect(countTimers()).toBeLessThanOrEqual(before);
  });
});

describe('all reads of an account', () => {
  it('are tried again three times, or as often as makes a fifth, within ten seconds', async () => {
    const { origin, received } = await serveInTurn(answer(500));
    // Together they are one failure, so that the account still counts as one that is there.
    const { client } = connect(origin, { maxConcurrency: 40 });
    await Promise.all(Array.from({ length: 10 }, () => failureOf(client.send(request, callUntil()))));
    expect(received).toHaveLength(13);
  });
});

describe('a 429', () => {
  it.each([
    ['0', 2],
    ['soon', 2],
    ['-1', 2],
    ['Fri, 01 May 1998 00:00:00 GMT', 2],
    ['86400', 1],
    ['99999999999', 1],
    ['Fri, 01 May 2026 01:00:00 GMT', 1],
  ])('with Retry-After: %s costs no more tries than it may', async (retryAfter, tries) => {
    const { origin, received } = await serveInTurn(answer(429, { 'retry-after': retryAfter }));
    const error = await failureOf(connect(origin).client.send(request, within(900)));
    expect([error.failure, received.length]).toEqual(['rate-limited', tries]);
    expect((error.retryAfter?.getTime() ?? Number.POSITIVE_INFINITY) > Date.parse('2026-05-01')).toBe(true);
  });

  it.each(['1', 'Fri, 01 May 2026 00:00:01 GMT'])(
    'that fits the deadline is waited for: Retry-After: %s',
    async (retryAfter) => {
      const { origin, received } = await serveInTurn(answer(429, { 'retry-after': retryAfter }), well);
      expect(await connect(origin).client.send(request, within(5_000))).toEqual({ id: 'x' });
      expect(received).toHaveLength(2);
    },
  );
});

describe('a connection that was closed while it was kept', () => {
  /** Answers the first request of each connection and closes it on the next; `closeAll` does so on all. */
  async function serveOnce(closeAll: () => boolean = () => false) {
    const received: string[] = [];
    const origin = await serveSockets((socket: Socket) => {
      let requests = 0;
      socket.on('data', (bytes) => {
        const [method] = /^(?:GET|POST)/.exec(String(bytes)) ?? [];
        if (method === undefined) return;
        received.push(method);
        requests += 1;
        if (requests > 1 || closeAll()) socket.destroy();
        else
          socket.write(
            'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{"id":"x"}',
          );
      });
    });
    const connections = createConnections();
    return { origin, received, connections, ...connect(origin, connections) };
  }

  it('does not show: the read is made once more, on another, at once', async () => {
    const { client, received, connections } = await serveOnce();
    const reads = 20;
    for (let read = 0; read < reads; read += 1)
      expect(await client.send(request, callUntil())).toEqual({ id: 'x' });
    // More often than there is a budget for.
    expect(received.length - reads).toBeGreaterThan(3);
    expect(client.status()).toMatchObject({ state: 'UP', lastFailure: null });
    await connections.destroy();
  });

  it('is followed by one that is opened for the call', async () => {
    const { origin, connections } = await serveOnce();
    const elsewhere = new URL(
      await serve((_incoming, outgoing) => outgoing.writeHead(200, json).end('{"id":"y"}')),
    );
    const connectThere = buildConnector({});
    const freshDispatcher = new Agent({
      connect: (options, callback) => connectThere({ ...options, port: elsewhere.port }, callback),
    });
    const { client } = connect(origin, { ...connections, freshDispatcher });
    const found: string[] = [];
    while (!found.includes('y') && found.length < 10)
      found.push((await client.send(request, callUntil())).id);
    expect(found.at(-1)).toBe('y');
    await Promise.all([connections.destroy(), freshDispatcher.destroy()]);
  });

  it('makes no more than three tries', async () => {
    let isOver = false;
    const { client, received, connections } = await serveOnce(() => isOver);
    await client.send(request, callUntil());
    isOver = true;
    expect(await failureOf(client.send(request, callUntil()))).toMatchObject({ failure: 'unavailable' });
    expect(received).toHaveLength(4);
    await connections.destroy();
  });

  it('leaves the outcome of a change unknown', async () => {
    const { client, received, connections } = await serveOnce();
    const change = { ...request, method: 'POST', body: {} } as const;
    let writes = 0;
    let failure: unknown = null;
    // A connection that was used a moment ago may not be there to be used again yet.
    while (failure === null && writes < 10) {
      writes += 1;
      failure = await client.write(change, callUntil()).then(
        () => null,
        (error: unknown) => error,
      );
    }
    expect(failure).toMatchObject({ failure: 'outcome-unknown' });
    expect(received).toHaveLength(writes);
    await connections.destroy();
  });
});
