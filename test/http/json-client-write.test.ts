import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonRequest } from '../../src/http/exchange.ts';
import { createPathTag } from '../../src/http/path.ts';
import { callUntil, createUpstreams, failureOf } from '../support/upstream.ts';

const path = createPathTag();
const { serve, serveSockets, serveBytes, connect, close } = createUpstreams();
afterEach(close);

const json = { 'content-type': 'application/json' };
const change: JsonRequest<{ id: string }> = {
  method: 'POST',
  path: path`/things`,
  body: { name: 'Ada' },
  schema: z.object({ id: z.string() }),
};

/** Counts what the listener receives. */
async function serveCounted(listener: RequestListener) {
  const received: string[] = [];
  const origin = await serve((incoming, outgoing) => {
    received.push(`${incoming.method} ${incoming.url}`);
    listener(incoming, outgoing);
  });
  return { origin, received };
}

/** A promise to be kept by hand. */
function gate<Value = void>() {
  let open: (value: Value) => void = () => {};
  const opened = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A provider that holds each request until it is told to answer. */
async function serveHeld() {
  const arrivals: { incoming: IncomingMessage; outgoing: ServerResponse }[] = [];
  let arrive = gate();
  const origin = await serve((incoming, outgoing) => {
    arrivals.push({ incoming, outgoing });
    arrive.open();
  });
  return {
    origin,
    arrivals,
    async arrived(count: number) {
      while (arrivals.length < count) {
        await arrive.opened;
        arrive = gate();
      }
      return arrivals[count - 1] ?? expect.fail('nothing arrived');
    },
  };
}

describe('a write', () => {
  it('is sent once, and gives what the schema makes of the answer', async () => {
    const { origin, received } = await serveCounted((_incoming, outgoing) =>
      outgoing.writeHead(201, json).end('{"id":"x","more":1}'),
    );
    const { client, exchanges } = connect(origin);
    expect(await client.write(change, callUntil())).toEqual({ id: 'x' });
    expect(received).toEqual(['POST /v1/things']);
    expect(exchanges).toMatchObject([{ method: 'POST', path: '/things', status: 201, error: null }]);
  });

  it('may be answered with no content', async () => {
    const { origin } = await serveCounted((_incoming, outgoing) => outgoing.writeHead(204).end());
    const removal = { ...change, method: 'DELETE', schema: z.undefined() } as const;
    expect(await connect(origin).client.write(removal, callUntil())).toBeUndefined();
  });

  it('without the content that it needs is a bad response: it has happened', async () => {
    const { origin } = await serveCounted((_incoming, outgoing) => outgoing.writeHead(204).end());
    expect(await failureOf(connect(origin).client.write(change, callUntil()))).toMatchObject({
      failure: 'bad-response',
      status: 204,
    });
  });

  it('whose answer has the wrong shape is a bad response: it has happened', async () => {
    const { origin, received } = await serveCounted((_incoming, outgoing) =>
      outgoing.writeHead(200, json).end('{"id":7}'),
    );
    expect(await failureOf(connect(origin).client.write(change, callUntil()))).toMatchObject({
      failure: 'bad-response',
      status: 200,
      detail: 'id: invalid_type',
    });
    expect(received).toHaveLength(1);
  });

  it('that cannot be put into words is a mistake of our own, and gives its place back', async () => {
    const { origin, received } = await serveCounted((_incoming, outgoing) =>
      outgoing.writeHead(200, json).end('{"id":"x"}'),
    );
    const { client } = connect(origin, { maxConcurrency: 1 });
    await expect(client.write({ ...change, body: { big: 1n } }, callUntil())).rejects.toThrow(TypeError);
    expect(await client.write(change, callUntil())).toEqual({ id: 'x' });
    expect(received).toHaveLength(1);
  });
});

describe('a write that is refused', () => {
  it.each([
    [400, 'rejected'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'rejected'],
    [409, 'rejected'],
    [422, 'rejected'],
    [429, 'rate-limited'],
    [302, 'bad-response'],
  ])('with %i is %s, and not tried again', async (status, failure) => {
    const headers = { ...json, 'retry-after': '7', location: '/v1/elsewhere' };
    const { origin, received } = await serveCounted((_incoming, outgoing) =>
      outgoing.writeHead(status, headers).end('{"code":"no"}'),
    );
    const error = await failureOf(connect(origin).client.write(change, callUntil()));
    expect(error).toMatchObject({ failure, status, reason: 'no' });
    expect(error.retryAfter !== null).toBe(status === 429);
    expect(received).toHaveLength(1);
  });

  it('says what is wrong with which field', async () => {
    const { origin } = await serveCounted((_incoming, outgoing) =>
      outgoing.writeHead(422, json).end('{"code":"no"}'),
    );
    const fields = [{ path: ['email'], problem: 'taken' }] as const;
    const { client } = connect(origin, { readFields: (status) => (status === 422 ? fields : []) });
    expect((await failureOf(client.write(change, callUntil()))).fields).toEqual(fields);
  });
});

describe('a write that certainly was not sent', () => {
  it('because nobody listens is unavailable', async () => {
    const { client } = connect('http://127.0.0.1:1');
    expect(await failureOf(client.write(change, callUntil()))).toMatchObject({ failure: 'unavailable' });
  });

  it('because the name is not known is unavailable', async () => {
    const unknown = Object.assign(new Error('getaddrinfo ENOTFOUND'), {
      code: 'ENOTFOUND',
      syscall: 'getaddrinfo',
    });
    const dispatcher = new Agent({
      connect: { lookup: (_name, _options, callback) => callback(unknown, '', 4) },
    });
    const { client } = connect('http://acme.test', { dispatcher });
    expect(await failureOf(client.write(change, callUntil()))).toMatchObject({ failure: 'unavailable' });
    await dispatcher.destroy();
  });

  it('because no connection comes about in time is unavailable', async () => {
    const silent = await serveSockets(() => {});
    const dispatcher = new Agent({ connect: { timeout: 50 } });
    const { client } = connect(silent.replace('http:', 'https:'), { dispatcher });
    expect(await failureOf(client.write(change, callUntil()))).toMatchObject({ failure: 'unavailable' });
    await dispatcher.destroy();
  });

  it('because the other side does not speak TLS is unavailable', async () => {
    const { origin, received } = await serveCounted((_incoming, outgoing) => outgoing.end());
    const { client } = connect(origin.replace('http:', 'https:'));
    expect(await failureOf(client.write(change, callUntil()))).toMatchObject({ failure: 'unavailable' });
    expect(received).toEqual([]);
  });
});

const answer = (...headers: readonly string[]) =>
  ['HTTP/1.1 200 OK', 'content-type: application/json', ...headers, '', ''].join('\r\n');

describe('a write whose outcome nobody knows', () => {
  it.each([500, 502, 503, 504])('because of a %i is not sent again', async (status) => {
    const { origin, received } = await serveCounted((_incoming, outgoing) =>
      outgoing.writeHead(status, { ...json, 'retry-after': '1' }).end('{"code":"no"}'),
    );
    const { client, exchanges } = connect(origin);
    const error = await failureOf(client.write(change, callUntil()));
    expect(error).toMatchObject({ failure: 'outcome-unknown', status, reason: 'no' });
    expect(received).toHaveLength(1);
    expect(exchanges).toMatchObject([{ status, error }]);
  });

  it.each([
    ['half JSON', 'application/json', '{"id":'],
    ['HTML', 'text/html', '<html>'],
    ['no body', 'application/json', ''],
    ['a body past 10 MiB', 'application/json', `"${'x'.repeat(11 * 1024 * 1024)}"`],
  ])('because of a success with %s is not sent again', async (_name, type, body) => {
    const { origin, received } = await serveCounted((_incoming, outgoing) =>
      outgoing.writeHead(200, { 'content-type': type }).end(body),
    );
    const error = await failureOf(connect(origin).client.write(change, callUntil()));
    expect(error).toMatchObject({ failure: 'outcome-unknown', status: 200 });
    expect(received).toHaveLength(1);
  });

  it.each([
    ['cut by its length', `${answer('content-length: 100')}{"id":"x"}`],
    ['cut in a chunk', `${answer('transfer-encoding: chunked')}ff\r\n{"id":"x"}`],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['nothing at all', ''],
  ])('because the answer is %s', async (_name, bytes) => {
    const { client } = connect(await serveBytes(bytes));
    expect(await failureOf(client.write(change, callUntil()))).toMatchObject({ failure: 'outcome-unknown' });
  });

  it('because the connection is reset', async () => {
    let connections = 0;
    const origin = await serveSockets((socket) => {
      connections += 1;
      socket.once('data', () => socket.resetAndDestroy());
    });
    const error = await failureOf(connect(origin).client.write(change, callUntil()));
    expect(error).toMatchObject({ failure: 'outcome-unknown', status: null });
    expect(connections).toBe(1);
  });

  it('because the connection was closed just as it was used again', async () => {
    const requests: string[] = [];
    const origin = await serveSockets((socket: Socket) =>
      socket.on('data', (bytes) => {
        requests.push(String(bytes).slice(0, 4));
        if (requests.length === 1) socket.write(`${answer('content-length: 10')}{"id":"x"}`);
        else socket.destroy();
      }),
    );
    const { client } = connect(origin);
    await client.write(change, callUntil());
    expect(await failureOf(client.write(change, callUntil()))).toMatchObject({ failure: 'outcome-unknown' });
    expect(requests).toEqual(['POST', 'POST']);
  });

  it.each<readonly [string, RequestListener]>([
    ['before the headers', () => {}],
    ['after the headers', (_incoming, outgoing) => outgoing.writeHead(200, json).flushHeaders()],
    [
      'byte by byte',
      (_incoming, outgoing) => {
        outgoing.writeHead(200, json);
        const drip = setInterval(() => outgoing.write(' '), 10);
        outgoing.on('close', () => clearInterval(drip));
      },
    ],
  ])('because it takes longer than a call may, %s', async (_when, listener) => {
    const { origin, received } = await serveCounted(listener);
    // Within this time it has to arrive, on a busy machine as well.
    const { client } = connect(origin, { timeoutMs: 500 });
    expect(await failureOf(client.write(change, callUntil()))).toMatchObject({ failure: 'outcome-unknown' });
    expect(received).toHaveLength(1);
  });
});

describe('a write whose request ends', () => {
  it.each([
    ['AbortError', 'unavailable'],
    ['TimeoutError', 'timed-out'],
  ])('before its turn is never sent: %s is %s', async (name, failure) => {
    const { origin, arrivals, arrived } = await serveHeld();
    const { client, exchanges } = connect(origin, { maxConcurrency: 1 });
    const first = client.write(change, callUntil());
    const leaving = new AbortController();
    const second = failureOf(client.write(change, callUntil(leaving.signal)));
    const { outgoing } = await arrived(1);
    leaving.abort(new DOMException('over', name));
    expect(await second).toMatchObject({ failure, status: null });

    outgoing.writeHead(200, json).end('{"id":"x"}');
    await first;
    expect([arrivals.length, exchanges.length]).toEqual([1, 1]);
  });

  it('before it began is never sent', async () => {
    const { client, exchanges } = connect(await serve(() => expect.fail('was called')));
    const error = await failureOf(client.write(change, callUntil(AbortSignal.abort())));
    expect(error).toMatchObject({ failure: 'unavailable' });
    expect(exchanges).toEqual([]);
  });

  it.each(['AbortError', 'TimeoutError'])(
    'while it is under way with %s has an unknown outcome at once, and goes on',
    async (name) => {
      const { origin, arrived } = await serveHeld();
      const told = gate<unknown>();
      const { client } = connect(origin, { maxConcurrency: 1, onExchange: told.open });
      const leaving = new AbortController();
      const writing = failureOf(client.write(change, callUntil(leaving.signal)));
      const { incoming, outgoing } = await arrived(1);
      leaving.abort(new DOMException('over', name));
      expect(await writing).toMatchObject({ failure: 'outcome-unknown', status: null });

      const waiting = client.write(change, callUntil());
      expect(await text(incoming)).toBe('{"name":"Ada"}');
      outgoing.writeHead(200, json).end('{"id":"x"}');
      expect(await told.opened).toMatchObject({ status: 200, error: null, late: true });
      (await arrived(2)).outgoing.writeHead(200, json).end('{"id":"y"}');
      expect(await waiting).toEqual({ id: 'y' });
    },
  );

  it('tells that it is over when it is, and not when its request ends', async () => {
    const { origin, arrived } = await serveHeld();
    const over = gate();
    const told: string[] = [];
    const leaving = new AbortController();
    const onOver = () => {
      told.push('over');
      over.open();
    };
    const { client } = connect(origin);
    const writing = failureOf(client.write({ ...change, onOver }, callUntil(leaving.signal)));
    const { outgoing } = await arrived(1);
    leaving.abort();
    await writing;
    told.push('ended');
    outgoing.writeHead(200, json).end('{"id":"x"}');
    await over.opened;
    expect(told).toEqual(['ended', 'over']);
  });

  it('tells the log when what went on comes to nothing', async () => {
    const { origin, arrived } = await serveHeld();
    const told = gate<unknown>();
    const { client } = connect(origin, { onExchange: told.open });
    const leaving = new AbortController();
    const writing = failureOf(client.write(change, callUntil(leaving.signal)));
    const { outgoing } = await arrived(1);
    leaving.abort();
    await writing;
    outgoing.writeHead(503, json).end('{}');
    expect(await told.opened).toMatchObject({ status: 503, error: { failure: 'outcome-unknown' } });
  });

  it('tells when nothing of it is under way any more', async () => {
    const { origin, arrived } = await serveHeld();
    const { client } = connect(origin, { maxConcurrency: 1 });
    const over: string[] = [];
    const answered = gate();
    const leaving = new AbortController();
    const sent = { ...change, onOver: () => answered.open(void over.push('sent')) };
    const unsent = { ...change, onOver: () => over.push('unsent') };
    const writing = failureOf(client.write(sent, callUntil(leaving.signal)));
    const waiting = failureOf(client.write(unsent, callUntil(leaving.signal)));
    const { outgoing } = await arrived(1);
    leaving.abort();
    await Promise.all([writing, waiting]);
    expect(over).toEqual(['unsent']);

    outgoing.writeHead(422, json).end('{}');
    await answered.opened;
    expect(over).toEqual(['unsent', 'sent']);
  });

  it('just as its turn comes either is sent or says that it was not', async () => {
    const { origin, received } = await serveCounted((_incoming, outgoing) =>
      outgoing.writeHead(200, json).end('{"id":"x"}'),
    );
    for (let ticks = 0; ticks < 20; ticks += 1) {
      const leaving = new AbortController();
      const leaveSoon = async () => {
        for (let tick = 0; tick < ticks; tick += 1) await null;
        leaving.abort();
      };
      const { client } = connect(origin, { maxConcurrency: 1, onExchange: () => void leaveSoon() });
      received.length = 0;
      const first = client.write(change, callUntil());
      const { failure } = await failureOf(client.write(change, callUntil(leaving.signal)));
      await first;
      // The next one has to wait for the second, if that was sent.
      await client.write(change, callUntil());
      expect([ticks, failure]).toEqual([ticks, received.length === 2 ? 'unavailable' : 'outcome-unknown']);
    }
  });
});
