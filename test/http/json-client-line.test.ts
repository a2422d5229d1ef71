import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProviderError } from '../../src/billing/provider-error.ts';
import type { JsonRequest } from '../../src/http/exchange.ts';
import type { JsonClient } from '../../src/http/json-client.ts';
import { createPathTag } from '../../src/http/path.ts';
import { callUntil, createUpstreams, failureOf } from '../support/upstream.ts';

const path = createPathTag();
const { serve, connect, close } = createUpstreams();
afterEach(close);

const json = { 'content-type': 'application/json' };
const request: JsonRequest<{ id: string }> = {
  method: 'GET',
  path: path`/things`,
  schema: z.object({ id: z.string() }),
};
const change = { ...request, method: 'POST', body: {} } as const;
const file = { path: path`/things/export`, mediaType: 'text/csv' } as const;

const well: RequestListener = (_incoming, outgoing) => outgoing.writeHead(200, json).end('{"id":"x"}');

/** A provider whose answers the test can change. */
async function serveChanging(first: RequestListener) {
  const provider = { answer: first, received: 0 };
  const origin = await serve((incoming, outgoing) => {
    provider.received += 1;
    provider.answer(incoming, outgoing);
  });
  return { origin, provider };
}

const broken: RequestListener = (_incoming, outgoing) => outgoing.writeHead(500, json).end('{}');

/** Makes calls fail until the account is taken for down. */
async function bringDown(client: JsonClient): Promise<void> {
  for (let calls = 0; client.status().state !== 'DOWN'; calls += 1) {
    if (calls === 10) expect.fail('is still asked');
    await failureOf(client.write(change, callUntil()));
  }
}

describe('an account that is down', () => {
  it('is not asked: reads, changes and downloads fail at once, and definitely', async () => {
    const { origin, provider } = await serveChanging(broken);
    const told: unknown[] = [];
    const { client } = connect(origin, { onStatus: (change) => told.push(change) });
    await bringDown(client);
    expect(provider.received).toBe(5);
    const failures = await Promise.all([
      failureOf(client.send(request, callUntil())),
      failureOf(client.write(change, callUntil())),
      failureOf(client.download(file, callUntil()).next()),
    ]);
    for (const failure of failures) {
      expect(failure).toMatchObject({
        failure: 'unavailable',
        status: null,
        cause: { code: 'CIRCUIT_OPEN' },
      });
      const waitMs = (failure.retryAfter?.getTime() ?? 0) - Date.parse('2026-05-01T00:00:00Z');
      expect([waitMs > 0, waitMs <= 2_000]).toEqual([true, true]);
    }
    expect([provider.received, told]).toEqual([5, [{ provider: 'acme', state: 'DOWN' }]]);
    expect(client.status()).toMatchObject({ state: 'DOWN', lastFailure: { status: 500 } });
  });

  it('is asked again by one call, and by all when that goes well', async () => {
    const { origin, provider } = await serveChanging(broken);
    const told: string[] = [];
    const { client } = connect(origin, { onStatus: ({ state }) => told.push(state) });
    await bringDown(client);
    const held: ServerResponse[] = [];
    provider.answer = (_incoming, outgoing) => void held.push(outgoing);
    const probing = firstAsked(client);
    await expect.poll(() => held.length, { timeout: 5_000, interval: 20 }).toBe(1);
    expect(await failureOf(client.send(request, callUntil()))).toMatchObject({
      cause: { code: 'CIRCUIT_OPEN' },
    });
    expect([provider.received, client.status().state]).toEqual([6, 'DOWN']);

    provider.answer = well;
    held[0]?.writeHead(404, json).end('{}');
    await probing;
    expect(client.status().state).toBe('DEGRADED');
    expect(await client.send(request, callUntil())).toEqual({ id: 'x' });
    expect(told).toEqual(['DOWN', 'UP']);
  });

  it('turns away those that wait for their turn', async () => {
    const { origin, provider } = await serveChanging(broken);
    const { client } = connect(origin, { maxConcurrency: 1 });
    const failures = await Promise.all(
      Array.from({ length: 20 }, () => failureOf(client.write(change, callUntil()))),
    );
    expect([provider.received, failures.filter(({ failure }) => failure === 'unavailable').length]).toEqual([
      5, 15,
    ]);
  });

  it('is not the one whose answers are only refusals', async () => {
    const states = { 400: 'UP', 401: 'DEGRADED', 403: 'DEGRADED', 404: 'UP', 422: 'UP' };
    for (const [code, state] of Object.entries(states)) {
      const status = Number(code);
      const { origin, provider } = await serveChanging((_incoming, outgoing) =>
        outgoing.writeHead(status, json).end('{}'),
      );
      const { client } = connect(origin);
      for (let calls = 0; calls < 20; calls += 1) await failureOf(client.send(request, callUntil()));
      expect([provider.received, client.status().state]).toEqual([20, state]);
    }
  });

  it('delays no other account at the same place', async () => {
    const { origin } = await serveChanging((incoming, outgoing) =>
      incoming.headers['x-account'] === 'bad' ? broken(incoming, outgoing) : well(incoming, outgoing),
    );
    const bad = connect(origin, { headers: { 'x-account': 'bad' } }).client;
    const good = connect(origin, { headers: { 'x-account': 'good' } }).client;
    await bringDown(bad);
    expect(await good.send(request, callUntil())).toEqual({ id: 'x' });
    expect(good.status().state).toBe('UP');
  });
});

/** Asks until the account is asked again. */
async function firstAsked(client: JsonClient): Promise<void> {
  for (;;) {
    const failure = await failureOf(client.send(request, callUntil()));
    if (failure.status !== null) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('an account that is asked too often', () => {
  const limited: RequestListener = (_incoming, outgoing) =>
    outgoing.writeHead(429, { ...json, 'retry-after': '60' }).end();
  const soon = () => ({ ...callUntil(), deadline: performance.now() + 5_000 });

  it('is left alone for as long as it says, and whoever asks is told when to come back', async () => {
    const { origin, provider } = await serveChanging(limited);
    const { client, exchanges } = connect(origin);
    const first = await failureOf(client.send(request, soon()));
    expect(first).toMatchObject({ status: 429, retryAfter: new Date('2026-05-01T00:01:00Z') });
    const refused = await Promise.all([
      failureOf(client.send(request, soon())),
      failureOf(client.write(change, soon())),
      failureOf(client.download(file, soon()).next()),
    ]);
    for (const { failure, status, retryAfter } of refused) {
      expect([failure, status]).toEqual(['rate-limited', null]);
      expect(retryAfter?.toISOString()).toMatch(/^2026-05-01T00:00:5|^2026-05-01T00:01:00/);
    }
    expect([provider.received, exchanges.length, client.status().state]).toEqual([1, 1, 'DEGRADED']);
  });

  it('is asked for what is counted apart', async () => {
    const { origin, provider } = await serveChanging(limited);
    const apart = new Map([['/usage', { requests: 200, perSeconds: 1 }]]);
    const { client } = connect(origin, { limits: { most: null, cold: null, apart } });
    await failureOf(client.send(request, soon()));
    provider.answer = well;
    expect(await client.send({ ...request, path: path`/usage` }, soon())).toEqual({ id: 'x' });
  });

  it('is not the one whose own suppliers are', async () => {
    const { origin, provider } = await serveChanging((_incoming, outgoing) =>
      outgoing.writeHead(429, json).end('{"code":"others"}'),
    );
    const { client } = connect(origin, { limitsOfOthers: ['others'] });
    await failureOf(client.send(request, soon()));
    provider.answer = well;
    expect([provider.received, await client.send(request, soon())]).toEqual([3, { id: 'x' }]);
    expect(client.status().state).toBe('UP');
  });

  it('is not asked beyond what it says is left', async () => {
    const quota = { 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' };
    const { origin, provider } = await serveChanging((_incoming, outgoing) =>
      outgoing.writeHead(200, { ...json, ...quota }).end('{"id":"x"}'),
    );
    const { client } = connect(origin);
    await client.send(request, soon());
    expect(await failureOf(client.send(request, soon()))).toMatchObject({
      failure: 'rate-limited',
      status: null,
    });
    expect(provider.received).toBe(1);
    expect(client.status()).toMatchObject({
      state: 'UP',
      quota: { remaining: 0, limit: 50, resetsAt: new Date('2026-05-01T00:00:30Z') },
    });
  });

  it('is never asked more often than its limit, and waits where the deadline allows', async () => {
    const { origin, provider } = await serveChanging(well);
    const limits = { most: { requests: 3, perSeconds: 1 }, cold: null, apart: new Map() };
    const { client } = connect(origin, { limits });
    const calls = Array.from({ length: 5 }, () =>
      client.send(request, { ...soon(), deadline: performance.now() + 500 }),
    );
    const settled = await Promise.allSettled(calls);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(provider.received).toBe(3);
    expect(await client.send(request, soon())).toEqual({ id: 'x' });
  });
});

/** Timers that keep this process from ending. */
const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('the line of an account', () => {
  it('is left by those that do not fit', async () => {
    const held: ServerResponse[] = [];
    const { origin } = await serveChanging((_incoming, outgoing) => void held.push(outgoing));
    const { client } = connect(origin, { maxConcurrency: 1, longestQueue: 1 });
    const running = client.send(request, callUntil());
    const waiting = client.send(request, callUntil());
    const failures = await Promise.all([
      failureOf(client.send(request, callUntil())),
      failureOf(client.write(change, callUntil())),
    ]);
    for (const failure of failures)
      expect(failure).toMatchObject({ failure: 'unavailable', cause: { code: 'QUEUE_FULL' } });
    await expect.poll(() => held.length).toBe(1);
    held[0]?.writeHead(200, json).end('{"id":"x"}');
    await running;
    await expect.poll(() => held.length).toBe(2);
    held[1]?.writeHead(200, json).end('{"id":"y"}');
    expect(await waiting).toEqual({ id: 'y' });
  });

  it('is left by a call that cannot be spelled', async () => {
    const { client, exchanges } = connect(await serve(well), { maxConcurrency: 1 });
    const unspelled = { ...change, body: { amount: 1n } };
    await expect(client.send(unspelled, callUntil())).rejects.toThrow(TypeError);
    await expect(client.write(unspelled, callUntil())).rejects.toThrow(TypeError);
    expect(await client.send(request, callUntil())).toEqual({ id: 'x' });
    expect(exchanges).toHaveLength(1);
  });

  it('is left by a call whose operation has asked enough', async () => {
    const { client } = connect(await serve(well), { maxConcurrency: 1 });
    const budget = {
      begin() {
        throw new ProviderError({ provider: 'acme', failure: 'too-expensive' });
      },
      extend() {},
    };
    expect((await failureOf(client.send(request, { ...callUntil(), budget }))).failure).toBe('too-expensive');
    expect(await client.send(request, callUntil())).toEqual({ id: 'x' });
  });

  it('lets those first that somebody looks at', async () => {
    const received: string[] = [];
    const { origin } = await serveChanging((incoming, outgoing) => {
      received.push(incoming.url ?? '');
      well(incoming, outgoing);
    });
    const { client } = connect(origin, { maxConcurrency: 1 });
    const ask = (query: string, background: boolean) =>
      client.send({ ...request, query: { q: query } }, { ...callUntil(), background });
    await Promise.all([ask('first', true), ask('export', true), ask('screen', false)]);
    expect(received.map((url) => url.split('=')[1])).toEqual(['first', 'screen', 'export']);
  });

  it('holds nothing once all requests have ended', async () => {
    const before = countTimers();
    const closed: Promise<unknown>[] = [];
    const { origin } = await serveChanging((incoming) => {
      closed.push(new Promise((resolve) => incoming.socket.once('close', resolve)));
    });
    const limits = { most: { requests: 3, perSeconds: 60 }, cold: null, apart: new Map() };
    const { client } = connect(origin, { limits });
    const ending = new AbortController();
    const calls = Array.from({ length: 6 }, () => failureOf(client.send(request, callUntil(ending.signal))));
    await expect.poll(() => closed.length).toBe(3);
    ending.abort(new DOMException('the deadline has passed', 'TimeoutError'));
    expect((await Promise.all(calls)).map(({ failure }) => failure)).toEqual(Array(6).fill('timed-out'));
    await Promise.all(closed);
    expect(countTimers()).toBeLessThanOrEqual(before);
  });
});

describe('a change', () => {
  const listen = (answer: RequestListener) => serveChanging(answer);

  it.each<readonly [string, RequestListener, boolean]>([
    ['went well', well, true],
    [
      'was answered in a way that cannot be read',
      (_in, out) => out.writeHead(200, json).end('{"id":7}'),
      true,
    ],
    ['may have happened', broken, true],
    ['was refused', (_in, out) => out.writeHead(422, json).end('{}'), false],
  ])('that %s is told of before its result, where it may have happened', async (_how, answer, isTold) => {
    const { origin } = await listen(answer);
    const order: string[] = [];
    const onWritten = () => void order.push('told');
    await connect(origin)
      .client.write(change, { ...callUntil(), onWritten })
      .catch(() => null);
    order.push('result');
    expect(order).toEqual(isTold ? ['told', 'result'] : ['result']);
  });

  it('that was never sent is not told of', async () => {
    const { origin } = await listen(well);
    const onWritten = () => expect.fail('was told');
    await failureOf(connect(origin).client.write(change, { ...callUntil(AbortSignal.abort()), onWritten }));
  });

  it('whose request ends first is told of when it is over', async () => {
    const held: ServerResponse[] = [];
    const { origin } = await listen((_incoming, outgoing) => void held.push(outgoing));
    const leaving = new AbortController();
    const order: string[] = [];
    const over = new Promise<void>((resolve) => {
      const onWritten = () => resolve(void order.push('told'));
      const writing = connect(origin).client.write(change, { ...callUntil(leaving.signal), onWritten });
      void failureOf(writing).then(({ failure }) => {
        order.push(failure);
        held[0]?.writeHead(200, json).end('{"id":"x"}');
      });
    });
    await expect.poll(() => held.length).toBe(1);
    leaving.abort();
    await over;
    expect(order).toEqual(['outcome-unknown', 'told']);
  });
});

describe('an answer that is compressed, which nobody asked for', () => {
  it('is a bad response, unread, and its connection is given up', async () => {
    const closed: Promise<unknown>[] = [];
    const { origin } = await serveChanging((incoming, outgoing) => {
      closed.push(new Promise((resolve) => incoming.socket.once('close', resolve)));
      outgoing.writeHead(200, { ...json, 'content-encoding': 'gzip' }).write('{"id":"x"}');
    });
    const { client } = connect(origin);
    expect(await failureOf(client.send(request, callUntil()))).toMatchObject({
      failure: 'bad-response',
      detail: 'compressed',
      incomplete: false,
    });
    await Promise.all(closed);
  });

  it('is told by its status where that says enough', async () => {
    const { origin } = await serveChanging((_incoming, outgoing) =>
      outgoing.writeHead(403, { ...json, 'content-encoding': 'br' }).end('???'),
    );
    expect(await failureOf(connect(origin).client.send(request, callUntil()))).toMatchObject({
      failure: 'forbidden',
      reason: null,
    });
  });
});
