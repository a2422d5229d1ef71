import { getEventListeners, once } from 'node:events';
import type { Socket } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { Received } from '../../src/http/collector.ts';
import { type Receiving, receive } from '../../src/http/receive.ts';
import { createUpstreams } from '../support/upstream.ts';

const { serve, serveBytes, serveSockets, close } = createUpstreams();
const agents: Agent[] = [];
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.destroy()));
  await close();
});

const toRequest = (origin: string): Dispatcher.DispatchOptions => ({ origin, path: '/', method: 'GET' });

type Making<Value> = Partial<Receiving<Value>> & Pick<Receiving<Value>, 'read' | 'fail'>;

/** Receives what is made of the answer of an origin. */
function make<Value>(origin: string, making: Making<Value>): Promise<Value> {
  const agent = new Agent();
  agents.push(agent);
  const { signal } = new AbortController();
  return receive(agent, toRequest(origin), { signal, timeoutMs: 5_000, onHeaders: () => {}, ...making });
}

/** Receives the answer of an origin as it is. */
function receiveFrom(origin: string, options: Partial<Receiving<Received>> = {}): Promise<Received> {
  return make(origin, {
    read: (answer) => answer,
    fail(error) {
      throw error;
    },
    ...options,
  });
}

/** A server that takes connections and requests, and answers none; and the sockets it has. */
async function serveNothing() {
  const sockets: Socket[] = [];
  const origin = await serveSockets((socket) => sockets.push(socket.resume()));
  return { origin, sockets };
}

describe('an answer', () => {
  it('comes whole, in however many pieces', async () => {
    const origin = await serve((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'x-some': 'header' }).write('one ');
      setImmediate(() => outgoing.end('two'));
    });
    const told: unknown[] = [];
    const { status, headers, body } = await receiveFrom(origin, {
      onHeaders: ({ 'x-some': some }) => told.push(some),
    });
    expect([status, headers['x-some'], String(body), told]).toEqual([200, 'header', 'one two', ['header']]);
  });

  it('is not the word that it is under way', async () => {
    const origin = await serve((_incoming, outgoing) => {
      outgoing.writeProcessing();
      outgoing.writeHead(201).end();
    });
    const { status, body } = await receiveFrom(origin);
    expect([status, String(body)]).toEqual([201, '']);
  });

  it.each([
    ['compressed', { 'content-encoding': 'gzip' }, 'x'],
    ['larger than 10 MiB', {}, 'x'.repeat(10 * 1024 * 1024 + 1)],
  ])('is given up when it is %s, with its connection', async (detail, headers, content) => {
    const closed: Promise<unknown>[] = [];
    const origin = await serve((incoming, outgoing) => {
      closed.push(once(incoming.socket, 'close'));
      // It never ends by itself.
      outgoing.writeHead(200, headers).write(content);
    });
    expect(await receiveFrom(origin)).toMatchObject({ status: 200, body: { detail } });
    await Promise.all(closed);
  });

  it('keeps its status when it is cut short', async () => {
    const origin = await serveBytes('HTTP/1.1 503 Busy\r\ncontent-length: 9\r\n\r\nhalf');
    const { status, body } = await receiveFrom(origin);
    expect([status, body]).toMatchObject([503, { detail: 'cut short', cause: { code: 'UND_ERR_SOCKET' } }]);
  });
});

describe('a call without an answer', () => {
  it('ends in the error of its connection', async () => {
    await expect(receiveFrom('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(receiveFrom(await serveBytes(''))).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });

  it('ends with a TimeoutError when its time is up, and its connection with it', async () => {
    const { origin, sockets } = await serveNothing();
    await expect(receiveFrom(origin, { timeoutMs: 20 })).rejects.toMatchObject({ name: 'TimeoutError' });
    await Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close')));
  });

  it('ends at once with the reason of the signal, also before there is a connection', async () => {
    const { origin } = await serveNothing();
    const signal = new AbortController();
    const waiting = receiveFrom(origin, { signal: signal.signal });
    signal.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(receiveFrom(origin, { signal: signal.signal })).rejects.toThrow('gone');
  });
});

describe('what is made of it', () => {
  it('is what the call comes to, whether an answer came or not', async () => {
    const origin = await serve((_incoming, outgoing) => outgoing.end('x'));
    const read = () => 'read';
    const fail = () => 'failed';
    expect(await make(origin, { read, fail })).toBe('read');
    expect(await make('http://127.0.0.1:1', { read, fail })).toBe('failed');
  });

  it('is made once, also where an answer is broken off by us', async () => {
    const origin = await serve((_incoming, outgoing) => outgoing.writeHead(200).write('x'));
    const made: string[] = [];
    const noted = {
      read: () => made.push('read'),
      fail: () => made.push('failed'),
    };
    const gone = new AbortController();
    const onHeaders = () => void setImmediate(() => gone.abort(new Error('gone')));
    await make(origin, { ...noted, signal: gone.signal, onHeaders });
    expect(made).toEqual(['failed']);
  });

  it('may fail itself', async () => {
    const origin = await serve((_incoming, outgoing) => outgoing.end('x'));
    const read = () => {
      throw new Error('not understood');
    };
    await expect(receiveFrom(origin, { read })).rejects.toThrow('not understood');
  });

  it('is made of what keeps it from being sent at all', async () => {
    const unable = Object.assign(new Agent(), {
      dispatch() {
        throw new Error('unable');
      },
    });
    agents.push(unable);
    const { signal } = new AbortController();
    const sent = receive(unable, toRequest('http://127.0.0.1:1'), {
      signal,
      timeoutMs: 5_000,
      onHeaders: () => {},
      read: () => 'read',
      fail: String,
    });
    expect(await sent).toBe('Error: unable');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('when it is over', () => {
  it('leaves nothing behind', async () => {
    const { signal } = new AbortController();
    const origin = await serve((_incoming, outgoing) => outgoing.end('x'));
    await receiveFrom(origin, { signal });
    await expect(receiveFrom('http://127.0.0.1:1', { signal })).rejects.toThrow();
    await expect(receiveFrom((await serveNothing()).origin, { signal, timeoutMs: 1 })).rejects.toThrow();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
