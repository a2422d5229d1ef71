import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Connections, createConnections } from '../../src/http/connections.ts';
import { createPathTag } from '../../src/http/path.ts';
import { callUntil, createUpstreams } from '../support/upstream.ts';

const path = createPathTag();
const { serveSockets, connect, close } = createUpstreams();
const opened: Connections[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((connections) => connections.destroy()));
  await close();
});

const schema = z.object({ id: z.string() });
const read = { method: 'POST', path: path`/things/search`, body: { q: 1 }, schema } as const;
const change = { method: 'PUT', path: path`/things`, body: {}, schema } as const;

const answer = (id: string) =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${9 + id.length}\r\n\r\n{"id":"${id}"}`;

/** A provider that tells of each request on which connection it came, from 0, and leaves the answers to `answerAll`. */
async function serveConnections(options: { readonly pipelining: number; readonly maxConcurrency: number }) {
  const seen: { readonly connection: number; readonly method: string; readonly socket: Socket }[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let connected = 0;
  const origin = await serveSockets((socket) => {
    const connection = connected;
    connected += 1;
    socket.on('data', (bytes) => {
      for (const [method] of String(bytes).matchAll(/(?:GET|POST|PUT)(?= \/)/g))
        seen.push({ connection, method, socket });
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
    });
  });
  const connections = createConnections();
  opened.push(connections);
  const { client } = connect(origin, { ...connections, ...options });
  return {
    client,
    seen,
    received: (count: number) =>
      new Promise<void>((resolve) => {
        waiting.push({ count, resolve });
        if (seen.length >= count) resolve();
      }),
    answerAll() {
      for (const [index, { socket }] of seen.entries()) socket.write(answer(`${index}`));
    },
  };
}

describe('reads of an account that takes several on one connection', () => {
  it('are sent ahead of the answers, so many on each connection', async () => {
    const { client, seen, received, answerAll } = await serveConnections({
      pipelining: 3,
      maxConcurrency: 6,
    });
    const reads = Array.from({ length: 6 }, () => client.send(read, callUntil()));
    await received(6);
    expect(new Set(seen.map(({ connection }) => connection)).size).toBe(2);
    answerAll();
    expect((await Promise.all(reads)).map(({ id }) => id).toSorted()).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('have a connection each where nothing else is said', async () => {
    const { client, seen, received, answerAll } = await serveConnections({
      pipelining: 1,
      maxConcurrency: 6,
    });
    const reads = Array.from({ length: 3 }, () => client.send(read, callUntil()));
    await received(3);
    expect(new Set(seen.map(({ connection }) => connection)).size).toBe(3);
    answerAll();
    await Promise.all(reads);
  });

  it('never come behind a change, nor a change behind them', async () => {
    const { client, seen, received, answerAll } = await serveConnections({
      pipelining: 5,
      maxConcurrency: 5,
    });
    const calls = [
      client.send(read, callUntil()),
      client.write(change, callUntil()),
      client.send(read, callUntil()),
      client.write(change, callUntil()),
    ];
    await received(4);
    const connectionsOf = (method: string) =>
      seen.filter((request) => request.method === method).map(({ connection }) => connection);
    expect(new Set(connectionsOf('POST')).size).toBe(1);
    expect(new Set(connectionsOf('PUT')).size).toBe(2);
    expect(connectionsOf('PUT')).not.toContain(connectionsOf('POST')[0]);
    answerAll();
    await Promise.all(calls);
  });

  it('are sent again where one that is given up breaks their connection', async () => {
    const { client, seen, received } = await serveConnections({ pipelining: 2, maxConcurrency: 2 });
    const leaving = new AbortController();
    const given = client.send(read, callUntil(leaving.signal));
    const kept = client.send(read, callUntil());
    await received(2);
    leaving.abort(new Error('gone'));
    await expect(given).rejects.toThrow('gone');
    await received(3);
    seen[2]?.socket.write(answer('again'));
    expect(await kept).toEqual({ id: 'again' });
  });
});
