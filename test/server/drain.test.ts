import { createServer, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDrain } from '../../src/server/drain.ts';
import { watchResponses } from '../../src/server/open-responses.ts';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';

const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

/** A server that leaves its answers to the test. */
async function serve() {
  const server = createServer();
  const drain = createDrain(server, watchResponses(server));
  const responses: ServerResponse[] = [];
  const waiting: (() => void)[] = [];
  server.on('request', (_request, response) => {
    responses.push(response);
    for (const look of waiting.splice(0)) look();
  });
  const { port } = new URL(await listenOnLoopback(server));
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );

  /** The request that arrives as the nth. */
  async function arrival(nth: number): Promise<ServerResponse> {
    for (;;) {
      const response = responses[nth - 1];
      if (response !== undefined) return response;
      await new Promise<void>((look) => waiting.push(look));
    }
  }

  /** Opens a connection, writes to it, and collects what comes back until it is closed. */
  async function write(text: string) {
    let socket: Socket | undefined;
    let received = '';
    const connected = new Promise<Socket>((resolve, reject) => {
      socket = connect(Number(port), '127.0.0.1', () => socket && resolve(socket));
      socket.on('error', reject);
    });
    const client = await connected;
    client.setEncoding('utf8').on('data', (chunk) => {
      received += chunk;
    });
    const closed = new Promise<string>((resolve) => client.once('close', () => resolve(received)));
    client.on('error', () => {}).write(text);
    return { client, closed };
  }

  return { drain, arrival, write };
}

describe('a server that is being drained', () => {
  it('answers what is under way, and takes its leave with it', async () => {
    const { drain, arrival, write } = await serve();
    const { closed } = await write(get);
    const response = await arrival(1);
    const drained = drain({ withinMs: 60_000 });
    response.end('done');
    await drained;
    expect(await closed).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close\r\n[\s\S]*done/i);
  });

  it('answers what arrives on a connection that is still open, and takes its leave with it', async () => {
    const { drain, arrival, write } = await serve();
    const { client, closed } = await write(`${get}${get.slice(0, 20)}`);
    (await arrival(1)).writeHead(200, { 'content-length': 5 }).write('beg');
    const drained = drain({ withinMs: 60_000 });
    client.write(get.slice(20));
    const second = await arrival(2);
    (await arrival(1)).end('un');
    second.end('last');
    await drained;
    expect(await closed).toMatch(/begun[\s\S]*connection: close\r\n[\s\S]*last/i);
  });

  it('takes no new connections, and closes those that wait for nothing', async () => {
    const { drain, arrival, write } = await serve();
    const idle = await write(get);
    (await arrival(1)).end();
    const running = await write(get);
    const response = await arrival(2);
    const drained = drain({ withinMs: 60_000 });
    expect(await idle.closed).toMatch(/^HTTP\/1\.1 200 /);
    await expect(write(get)).rejects.toThrow('ECONNREFUSED');
    response.end();
    await Promise.all([drained, running.closed]);
  });

  it.each(['', get.slice(0, 20)])('does not wait for a client that says no more than "%s"', async (text) => {
    const { drain, write } = await serve();
    const { closed } = await write(text);
    await drain({ withinMs: 60_000 });
    expect(await closed).toBe('');
  });

  it('cuts what is not answered at the limit', async () => {
    const { drain, arrival, write } = await serve();
    const { closed } = await write(get);
    await arrival(1);
    await drain({ withinMs: 20 });
    expect(await closed).toBe('');
  });
});
