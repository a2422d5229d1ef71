import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonRequest } from '../../src/http/exchange.ts';
import { createPathTag } from '../../src/http/path.ts';
import { callUntil, createUpstreams, failureOf } from '../support/upstream.ts';

const path = createPathTag();
const { serve, serveBytes, connect, close } = createUpstreams();
afterEach(close);

const request: JsonRequest<{ id: string }> = {
  method: 'GET',
  path: path`/things/${'a/b'}`,
  schema: z.object({ id: z.string() }),
};

const json = { 'content-type': 'application/json' };

/** A call that cannot wait for seconds. */
const hurried = () => ({ ...callUntil(), deadline: performance.now() + 5_000 });

describe('a call that is answered', () => {
  it('sends path, query, headers and body as they are meant, and validates the answer', async () => {
    const seen: unknown[] = [];
    const origin = await serve(async (incoming, outgoing) => {
      const body = await text(incoming);
      const { method, url, headers } = incoming;
      seen.push({ method, url, body, authorization: headers.authorization, type: headers['content-type'] });
      outgoing.writeHead(200, json).end('{"id":"x","more":1}');
    });
    const { client, exchanges } = connect(origin);
    const answer = await client.send(
      { ...request, method: 'POST', query: { ids: ['1', '2'] }, body: { q: 'ü' } },
      callUntil(),
    );

    expect(answer).toEqual({ id: 'x' });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/v1/things/a%2Fb?ids=1&ids=2',
        body: '{"q":"ü"}',
        authorization: 'Bearer secret-key',
        type: 'application/json',
      },
    ]);
    expect(exchanges).toMatchObject([
      { provider: 'acme', method: 'POST', path: '/things/{}', status: 200, error: null },
    ]);
  });

  it('finds nothing where the reason says that there is nothing, and only then', async () => {
    const origin = await serve((_incoming, outgoing) =>
      outgoing.writeHead(404, json).end('{"code":"thing_not_found"}'),
    );
    const { client, exchanges } = connect(origin);
    expect(await client.find({ ...request, missing: ['thing_not_found'] }, callUntil())).toBeNull();
    // To the log that is an answer like any other.
    expect(exchanges).toMatchObject([{ status: 404, error: null }]);
    const error = await failureOf(client.find({ ...request, missing: ['other'] }, callUntil()));
    expect(error).toMatchObject({ failure: 'rejected', status: 404, reason: 'thing_not_found' });
  });

  it('does not take an outage for nothing there, whatever code it carries', async () => {
    const origin = await serve((_incoming, outgoing) =>
      outgoing.writeHead(500, json).end('{"code":"thing_not_found"}'),
    );
    const find = connect(origin).client.find({ ...request, missing: ['thing_not_found'] }, callUntil());
    expect(await failureOf(find)).toMatchObject({ failure: 'unavailable', status: 500 });
  });
});

describe('a refusal', () => {
  it.each([
    [400, 'rejected'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'rejected'],
    [405, 'rejected'],
    [409, 'rejected'],
    [422, 'rejected'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [302, 'bad-response'],
    [307, 'bad-response'],
  ])('with status %i is %s, whatever its body', async (status, failure) => {
    for (const body of ['', '<html>', '{"code":', '{"code":"no"}']) {
      const headers = { ...json, 'retry-after': '7', location: 'http://127.0.0.1:1/' };
      const origin = await serve((_incoming, outgoing) => outgoing.writeHead(status, headers).end(body));
      const error = await failureOf(connect(origin).client.send(request, hurried()));
      expect(error).toMatchObject({
        provider: 'acme',
        failure,
        status,
        reason: body.endsWith('}') ? 'no' : null,
      });
      const waits = status === 429 || status === 503;
      expect(error.retryAfter?.toISOString()).toBe(waits ? '2026-05-01T00:00:07.000Z' : undefined);
    }
  });
});

describe('a refusal whose body cannot be read', () => {
  it.each([
    [502, 'unavailable', Buffer.from([0x3c, 0xff, 0x3e])],
    [401, 'unauthenticated', Buffer.from([0xff])],
    [500, 'unavailable', 'x'.repeat(11 * 1024 * 1024)],
  ])('is told by its status %i', async (status, failure, body) => {
    const origin = await serve((_incoming, outgoing) => outgoing.writeHead(status, json).end(body));
    const error = await failureOf(connect(origin).client.send(request, callUntil()));
    expect(error).toMatchObject({ failure, status, reason: null });
  });

  it('is told by its status when it is cut short', async () => {
    const bytes = 'HTTP/1.1 503 Busy\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"co';
    const error = await failureOf(connect(await serveBytes(bytes)).client.send(request, callUntil()));
    expect(error).toMatchObject({ failure: 'unavailable', status: 503 });
  });
});

describe('a mistake of our own', () => {
  it('is not taken for a failure of the provider', async () => {
    const origin = await serve((_incoming, outgoing) => outgoing.writeHead(200, json).end('{"id":"x"}'));
    const schema = z.object({ id: z.string() }).transform((): { id: string } => {
      throw new TypeError('bug');
    });
    await expect(connect(origin).client.send({ ...request, schema }, callUntil())).rejects.toThrow(TypeError);
  });
});

describe('whoever is told of a call and fails', () => {
  it.each([200, 404])(
    'is told once of a %i, and costs neither a place nor gives one away',
    async (status) => {
      const place = { underWay: 0, most: 0 };
      const origin = await serve((_incoming, outgoing) => {
        place.underWay += 1;
        place.most = Math.max(place.most, place.underWay);
        setImmediate(() => {
          place.underWay -= 1;
          outgoing.writeHead(status, json).end('{"id":"x"}');
        });
      });
      const told: unknown[] = [];
      const onExchange = () => {
        told.push('told');
        throw new TypeError('bug');
      };
      const { client } = connect(origin, { maxConcurrency: 1, onExchange });
      await expect(client.send(request, hurried())).rejects.toThrow('bug');
      expect(told).toHaveLength(1);
      const others = await Promise.allSettled([1, 2, 3].map(() => client.send(request, hurried())));
      for (const other of others) expect(other).toMatchObject({ reason: { message: 'bug' } });
      expect([told.length, place.most]).toEqual([4, 1]);
    },
  );
});

describe('an answer that cannot be relied on', () => {
  it.each([
    ['half JSON', 'application/json', '{"id":'],
    ['HTML', 'text/html', '<html>{"id":"x"}</html>'],
    ['no content type', '', '{"id":"x"}'],
    ['the wrong shape', 'application/json', '{"id":7}'],
    ['no body', 'application/json', ''],
    ['bytes that are not UTF-8', 'application/json', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a body past 10 MiB', 'application/json', `"${'x'.repeat(11 * 1024 * 1024)}"`],
  ])('because of %s is a bad response, and says nothing of the content', async (_name, type, body) => {
    const origin = await serve((_incoming, outgoing) => {
      outgoing.writeHead(200, type === '' ? {} : { 'content-type': type }).end(body);
    });
    const error = await failureOf(connect(origin).client.send(request, callUntil()));
    expect(error.failure).toBe('bad-response');
    expect(JSON.stringify([error.message, error.detail])).not.toMatch(/7|html|xxx/);
  });

  it.each([
    [
      'cut by its length',
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":"x"}',
    ],
    [
      'cut in a chunk',
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"id":"x"}',
    ],
    ['not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
  ])('because it is %s is a bad response', async (_name, bytes) => {
    const error = await failureOf(connect(await serveBytes(bytes)).client.send(request, callUntil()));
    expect(error.failure).toBe('bad-response');
  });
});

describe('no answer', () => {
  it('is unavailable when nobody listens', async () => {
    const error = await failureOf(connect('http://127.0.0.1:1').client.send(request, callUntil()));
    expect(error).toMatchObject({ failure: 'unavailable', status: null });
  });

  it('is unavailable when the connection just ends', async () => {
    expect(await failureOf(connect(await serveBytes('')).client.send(request, callUntil()))).toMatchObject({
      failure: 'unavailable',
    });
  });

  it('is timed out when it takes longer than a call may, also byte by byte', async () => {
    const silent = await serve(() => {});
    expect(
      (await failureOf(connect(silent, { timeoutMs: 50 }).client.send(request, callUntil()))).failure,
    ).toBe('timed-out');

    const dripping = await serve((_incoming, outgoing) => {
      outgoing.writeHead(200, json);
      const drip = setInterval(() => outgoing.write(' '), 10);
      outgoing.on('close', () => clearInterval(drip));
    });
    expect(
      (await failureOf(connect(dripping, { timeoutMs: 80 }).client.send(request, callUntil()))).failure,
    ).toBe('timed-out');
  });

  it('is timed out when the deadline of the request passes, also while waiting for its turn', async () => {
    const { client, exchanges } = connect(await serve(() => {}));
    const deadline = callUntil(AbortSignal.timeout(60));
    const errors = await Promise.all(
      Array.from({ length: 6 }, () => failureOf(client.send(request, deadline))),
    );
    expect(errors.map(({ failure }) => failure)).toEqual(Array.from({ length: 6 }, () => 'timed-out'));
    expect(exchanges).toHaveLength(4);
  });

  it('sends nothing once the request has ended', async () => {
    const { client, exchanges } = connect(await serve(() => expect.fail('was called')));
    await failureOf(client.send(request, callUntil(AbortSignal.abort())));
    expect(exchanges).toEqual([]);
  });
});
