import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPathTag } from '../../src/http/path.ts';
import { callUntil, createUpstreams, failureOf } from '../support/upstream.ts';

const path = createPathTag();
const { serve, serveBytes, connect, close } = createUpstreams();
afterEach(close);

const csv = { 'content-type': 'Text/CSV; charset=utf-8' };
const file = { path: path`/things/export`, mediaType: 'text/csv' } as const;
const thing = { method: 'GET', path: path`/things`, schema: z.object({ id: z.string() }) } as const;

/** All that is left of a download, as text. */
async function rest(download: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of download) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** A provider that begins its file with "id" and a line break, and leaves the rest to the test. */
async function serveBegun() {
  const begun: ServerResponse[] = [];
  const origin = await serve((_incoming, outgoing) => {
    begun.push(outgoing);
    outgoing.writeHead(200, csv).write('id\n');
  });
  return { origin, begun };
}

/** Begins the download and takes its first chunk. */
async function begin(origin: string, signal?: AbortSignal, options = {}) {
  const connected = connect(origin, options);
  const download = connected.client.download(file, callUntil(signal));
  const { value } = await download.next();
  expect(String(value)).toBe('id\n');
  return { ...connected, download };
}

describe('a download', () => {
  it('asks for the media type, and gives the bytes before the answer is complete', async () => {
    const seen: unknown[] = [];
    const begun: ServerResponse[] = [];
    const origin = await serve(({ method, url, headers }, outgoing) => {
      seen.push({ method, url, accept: headers.accept, authorization: headers.authorization });
      begun.push(outgoing);
      outgoing.writeHead(200, csv).write('id\n');
    });
    const { client, exchanges } = connect(origin);
    const download = client.download({ ...file, query: { of: 'x' } }, callUntil());
    expect(String((await download.next()).value)).toBe('id\n');
    expect(exchanges).toEqual([]);

    begun[0]?.end('7\n');
    expect(await rest(download)).toBe('7\n');
    expect(seen).toEqual([
      {
        method: 'GET',
        url: '/v1/things/export?of=x',
        accept: 'text/csv',
        authorization: 'Bearer secret-key',
      },
    ]);
    expect(exchanges).toMatchObject([{ method: 'GET', path: '/things/export', status: 200, error: null }]);
  });

  it('asks nobody before its first bytes are wanted', async () => {
    const { client, exchanges } = connect(await serve(() => expect.fail('was called')));
    await client.download(file, callUntil()).return();
    expect(exchanges).toEqual([]);
  });

  it('may be longer than any answer that is kept whole', async () => {
    const lines = `${'x'.repeat(1023)}\n`.repeat(1024);
    const origin = await serve((_incoming, outgoing) => {
      Readable.from(Array.from({ length: 12 }, () => lines)).pipe(outgoing.writeHead(200, csv));
    });
    let size = 0;
    for await (const chunk of connect(origin).client.download(file, callUntil())) size += chunk.byteLength;
    expect(size).toBe(12 * 1024 * 1024);
  });

  it('holds its place until it is through', async () => {
    const { origin, begun } = await serveBegun();
    const { client, download } = await begin(origin, undefined, { maxConcurrency: 1 });
    const next = client.download(file, callUntil());
    const waiting = next.next();
    begun[0]?.end();
    expect([await rest(download), begun.length]).toEqual(['', 1]);
    await waiting;
    expect(begun).toHaveLength(2);
    await next.return();
  });
});

describe('a download that cannot begin', () => {
  it.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'rejected'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [302, 'bad-response'],
  ])('because of a %i is %s', async (status, failure) => {
    const headers = { 'content-type': 'application/json', 'retry-after': '7', location: '/' };
    const origin = await serve((_incoming, outgoing) =>
      outgoing.writeHead(status, headers).end('{"code":"no"}'),
    );
    const { client, exchanges } = connect(origin);
    const error = await failureOf(client.download(file, callUntil()).next());
    expect(error).toMatchObject({ failure, status, reason: 'no' });
    expect(error.retryAfter !== null).toBe(status === 429 || status === 503);
    expect(exchanges).toMatchObject([{ status, error }]);
  });

  it.each([
    ['application/json', '{"id":"x"}'],
    ['text/html', '<html>'],
    ['text/csvx', 'id\n'],
  ])('because it is %s is a bad response, and given up', async (type, body) => {
    const closed: Promise<unknown>[] = [];
    const origin = await serve((_incoming, outgoing) => {
      closed.push(once(outgoing, 'close'));
      outgoing.writeHead(200, { 'content-type': type }).write(body);
    });
    const { client, exchanges } = connect(origin);
    const error = await failureOf(client.download(file, callUntil()).next());
    expect(error).toMatchObject({
      failure: 'bad-response',
      status: 200,
      detail: 'not text/csv (content type)',
    });
    expect(exchanges).toMatchObject([{ status: 200, error }]);
    await Promise.all(closed);
  });

  it('because nobody listens is unavailable', async () => {
    const error = await failureOf(connect('http://127.0.0.1:1').client.download(file, callUntil()).next());
    expect(error).toMatchObject({ failure: 'unavailable', status: null });
  });

  it('because nothing comes in time is timed out', async () => {
    const silent: RequestListener = () => {};
    const { client } = connect(await serve(silent), { timeoutMs: 50 });
    const error = await failureOf(client.download(file, callUntil()).next());
    expect(error).toMatchObject({ failure: 'timed-out', status: null });
  });

  it('because its request has ended asks nobody', async () => {
    const { client, exchanges } = connect(await serve(() => expect.fail('was called')));
    const error = await failureOf(client.download(file, callUntil(AbortSignal.abort())).next());
    expect(error).toMatchObject({ failure: 'unavailable' });
    expect(exchanges).toEqual([]);
  });
});

describe('a download that breaks off', () => {
  const begins = 'HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\n';

  it.each([
    ['its length', `${begins}content-length: 100\r\n\r\nid\n`],
    ['its chunks', `${begins}transfer-encoding: chunked\r\n\r\n3\r\nid\n\r\n`],
  ])('as %s show is a bad response', async (_what, bytes) => {
    const { download, exchanges } = await begin(await serveBytes(bytes));
    const error = await failureOf(rest(download));
    expect(error).toMatchObject({ failure: 'bad-response', status: 200, detail: 'cut short' });
    expect(exchanges).toMatchObject([{ status: 200, error }]);
  });

  it('because nothing more comes in time is timed out', async () => {
    const { origin, begun } = await serveBegun();
    // Within this time the first chunk has to come, on a busy machine as well.
    const { download } = await begin(origin, undefined, { timeoutMs: 500 });
    const closed = once(begun[0] ?? expect.fail('nothing begun'), 'close');
    expect(await failureOf(rest(download))).toMatchObject({ failure: 'timed-out' });
    await closed;
  });

  it('is given up when its request ends, while it is read and while it is not', async () => {
    for (const reading of [true, false]) {
      const { origin, begun } = await serveBegun();
      const leaving = new AbortController();
      const { download, client } = await begin(origin, leaving.signal, { maxConcurrency: 1 });
      const closed = once(begun[0] ?? expect.fail('nothing begun'), 'close');
      const failing = reading ? failureOf(rest(download)) : null;
      leaving.abort();
      await closed;
      expect(await (failing ?? failureOf(rest(download)))).toMatchObject({ failure: 'unavailable' });
      // Its place is free again.
      const next = client.download(file, callUntil());
      expect((await next.next()).done).toBe(false);
      await next.return();
    }
  });
});

describe('the reader of a download', () => {
  it('gives the connection and the place up by leaving', async () => {
    const { origin, begun } = await serveBegun();
    const { client, exchanges } = connect(origin, { maxConcurrency: 1 });
    for (const times of [1, 2]) {
      for await (const chunk of client.download(file, callUntil())) {
        expect(String(chunk)).toBe('id\n');
        break;
      }
      const outgoing = begun[times - 1] ?? expect.fail('nothing begun');
      if (!outgoing.closed) await once(outgoing, 'close');
      expect(exchanges).toHaveLength(times);
    }
    expect(exchanges).toMatchObject([
      { status: 200, error: null },
      { status: 200, error: null },
    ]);
  });

  it('may take longer than a call may', async () => {
    const origin = await serve((incoming, outgoing) => {
      if (incoming.url === '/v1/things/export') outgoing.writeHead(200, csv).end('id\n7\n'.repeat(100_000));
    });
    const { client } = connect(origin, { timeoutMs: 500 });
    const download = client.download(file, callUntil());
    const { value } = await download.next();
    // Once this has timed out, the reader has paused for longer than that.
    expect(await failureOf(client.send(thing, callUntil()))).toMatchObject({ failure: 'timed-out' });
    expect((value?.byteLength ?? 0) + (await rest(download)).length).toBe(500_000);
  });

  it('holds the provider back', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    let written = 0;
    async function* megabytes() {
      for (; written < 64; written += 1) yield megabyte;
    }
    const origin = await serve((incoming, outgoing) => {
      if (incoming.url === '/v1/things') outgoing.writeHead(404).end();
      else Readable.from(megabytes()).pipe(outgoing.writeHead(200, csv));
    });
    const { client } = connect(origin);
    const download = client.download(file, callUntil());
    await download.next();
    for (let asked = 0; asked < 500; asked += 1) await failureOf(client.send(thing, callUntil()));
    expect(written).toBeLessThan(32);
    await download.return();
  });
});
