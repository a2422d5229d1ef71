import { getEventListeners } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Call } from '../../src/billing/call.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import type { FindRequest, JsonClientOptions } from '../../src/http/json-client.ts';
import { createPathTag } from '../../src/http/path.ts';
import { shareReads } from '../../src/http/share-reads.ts';
import { callUntil, createUpstreams, failureOf } from '../support/upstream.ts';

const path = createPathTag();
const { serve, connect, close } = createUpstreams();
afterEach(close);

const thing = z.object({ id: z.string() });
const read: FindRequest<{ id: string }> = {
  method: 'GET',
  path: path`/things/1`,
  query: { of: 'a' },
  schema: thing,
  missing: ['thing_not_found'],
};
const change = { method: 'PUT' as const, path: path`/things/1`, schema: thing };

/** An answer that the test gives when it wants to. */
interface Pending {
  readonly method: string | undefined;
  answer(status: number, body: unknown): void;
}

/** An account that waits with each answer until the test gives it. */
async function openPatient(options: Partial<JsonClientOptions> = {}) {
  const pending: Pending[] = [];
  const arrivals: (() => void)[] = [];
  const hold: RequestListener = ({ method }, response: ServerResponse) => {
    pending.push({
      method,
      answer: (status, body) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    });
    for (const tell of arrivals.splice(0)) tell();
  };
  const { client } = connect(await serve(hold), options);
  return {
    client: shareReads(client),
    pending,
    /** The call that arrives as the so many-th, counted from one. */
    async arrived(count: number): Promise<Pending> {
      while (pending.length < count) await new Promise<void>((resolve) => arrivals.push(resolve));
      return pending[count - 1] ?? expect.fail('nothing has arrived');
    },
  };
}

describe('reads of the same that are under way at once', () => {
  it.each(['send', 'find'] as const)('are one call, and get the same answer: %s', async (way) => {
    const { client, pending, arrived } = await openPatient();
    const values = Promise.all([client[way](read, callUntil()), client[way](read, callUntil())]);
    (await arrived(1)).answer(200, { id: 'x' });
    expect(await values).toEqual([{ id: 'x' }, { id: 'x' }]);
    expect(pending).toHaveLength(1);
  });

  it('find nothing together', async () => {
    const { client, pending, arrived } = await openPatient();
    const values = Promise.all([client.find(read, callUntil()), client.find(read, callUntil())]);
    (await arrived(1)).answer(404, { code: 'thing_not_found' });
    expect(await values).toEqual([null, null]);
    expect(pending).toHaveLength(1);
  });

  it('are refused together', async () => {
    const { client, pending, arrived } = await openPatient();
    const failures = [failureOf(client.send(read, callUntil())), failureOf(client.send(read, callUntil()))];
    (await arrived(1)).answer(403, { code: 'no' });
    expect((await Promise.all(failures)).map(({ failure }) => failure)).toEqual(['forbidden', 'forbidden']);
    expect(pending).toHaveLength(1);
  });

  it('count for the one who makes the call', async () => {
    const { client, arrived } = await openPatient();
    const counted: string[] = [];
    const callOf = (name: string): Call => ({
      ...callUntil(),
      budget: {
        begin() {
          counted.push(name);
          return () => {};
        },
        extend: () => {},
      },
    });
    const values = Promise.all([client.send(read, callOf('first')), client.send(read, callOf('second'))]);
    (await arrived(1)).answer(200, { id: 'x' });
    await values;
    expect(counted).toEqual(['first']);
  });

  it.each([
    ['path', { ...read, path: path`/things/2` }],
    ['query', { ...read, query: { of: 'b' } }],
    ['body', { ...read, method: 'POST' as const, body: { page: 2 } }],
    ['schema', { ...read, schema: z.object({ id: z.string() }) }],
  ])('are not the same with another %s', async (_what, other) => {
    const { client, arrived } = await openPatient();
    const values = Promise.all([client.send(read, callUntil()), client.send(other, callUntil())]);
    (await arrived(1)).answer(200, { id: 'x' });
    (await arrived(2)).answer(200, { id: 'x' });
    expect(await values).toHaveLength(2);
  });

  it('are over with the answer: who asks afterwards asks anew', async () => {
    const { client, arrived } = await openPatient();
    const first = client.send(read, callUntil());
    (await arrived(1)).answer(200, { id: 'x' });
    await first;
    const second = client.send(read, callUntil());
    (await arrived(2)).answer(200, { id: 'y' });
    expect(await second).toEqual({ id: 'y' });
  });
});

describe('a read that others wait for', () => {
  it('goes on without its own request while others wait', async () => {
    const { client, pending, arrived } = await openPatient();
    const leaver = new AbortController();
    const first = failureOf(client.send(read, callUntil(leaver.signal)));
    const others = Promise.all([client.send(read, callUntil()), client.send(read, callUntil())]);
    const answer = await arrived(1);
    leaver.abort(new DOMException('left', 'AbortError'));
    expect((await first).failure).toBe('unavailable');
    answer.answer(200, { id: 'x' });
    expect(await others).toEqual([{ id: 'x' }, { id: 'x' }]);
    expect(pending).toHaveLength(1);
  });

  it('is one call for many, also when it has failed those it was made for', async () => {
    const { client, pending, arrived } = await openPatient();
    const leaver = new AbortController();
    const first = failureOf(client.send(read, callUntil(leaver.signal)));
    const others = Promise.all(Array.from({ length: 63 }, () => client.send(read, callUntil())));
    await arrived(1);
    leaver.abort(new DOMException('left', 'AbortError'));
    await first;
    for (const count of [1, 2, 3]) (await arrived(count)).answer(503, {});
    (await arrived(4)).answer(200, { id: 'x' });
    expect(await others).toEqual(Array.from({ length: 63 }, () => ({ id: 'x' })));
    expect(pending).toHaveLength(4);
  });

  it('has ended for its account when the last who waited has left', async () => {
    const { client, arrived } = await openPatient({ maxConcurrency: 1 });
    const leavers = [new AbortController(), new AbortController()];
    const both = leavers.map(({ signal }) => failureOf(client.send(read, callUntil(signal))));
    await arrived(1);
    for (const leaver of leavers) leaver.abort(new DOMException('left', 'AbortError'));
    await Promise.all(both);
    const next = client.send({ ...read, query: { of: 'b' } }, callUntil());
    (await arrived(2)).answer(200, { id: 'y' });
    expect(await next).toEqual({ id: 'y' });
  });

  it('waits for its turn for as long as anybody waits', async () => {
    const { client, pending, arrived } = await openPatient({ maxConcurrency: 1 });
    const before = client.send({ ...read, query: { of: 'b' } }, callUntil());
    const leaver = new AbortController();
    const first = failureOf(client.send(read, callUntil(leaver.signal)));
    const other = client.send(read, callUntil());
    const alone = failureOf(client.send({ ...read, query: { of: 'c' } }, callUntil(leaver.signal)));
    const ahead = await arrived(1);
    leaver.abort(new DOMException('left', 'AbortError'));
    expect((await Promise.all([first, alone])).map(({ failure }) => failure)).toEqual([
      'unavailable',
      'unavailable',
    ]);
    ahead.answer(200, { id: 'b' });
    (await arrived(2)).answer(200, { id: 'x' });
    expect(await Promise.all([before, other])).toEqual([{ id: 'b' }, { id: 'x' }]);
    expect(pending).toHaveLength(2);
  });

  it('leaves nothing behind at the requests of those who waited', async () => {
    const { client, arrived } = await openPatient();
    const { signal } = new AbortController();
    const values = Promise.all([client.send(read, callUntil(signal)), client.send(read, callUntil(signal))]);
    (await arrived(1)).answer(200, { id: 'x' });
    await values;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is not begun for a request that has ended', async () => {
    const { client, pending, arrived } = await openPatient();
    const ended = AbortSignal.abort(new DOMException('left', 'AbortError'));
    expect((await failureOf(client.send(read, callUntil(ended)))).failure).toBe('unavailable');
    const first = client.send(read, callUntil());
    expect((await failureOf(client.send(read, callUntil(ended)))).failure).toBe('unavailable');
    (await arrived(1)).answer(200, { id: 'x' });
    expect([await first, pending.length]).toEqual([{ id: 'x' }, 1]);
  });

  it('ends with the last who waits, and is waited for by nobody after that', async () => {
    const { client, arrived } = await openPatient();
    const leaver = new AbortController();
    const both = [1, 2].map(() => failureOf(client.send(read, callUntil(leaver.signal))));
    const given = await arrived(1);
    leaver.abort(new DOMException('left', 'AbortError'));
    expect((await Promise.all(both)).map(({ failure }) => failure)).toEqual(['unavailable', 'unavailable']);
    const later = client.send(read, callUntil());
    (await arrived(2)).answer(200, { id: 'y' });
    given.answer(200, { id: 'x' });
    expect(await later).toEqual({ id: 'y' });
  });

  it('is waited for by nobody who reads after a write elsewhere', async () => {
    const { client, arrived } = await openPatient();
    const before = client.send(read, callUntil());
    const first = await arrived(1);
    client.forgetReads();
    const after = client.send(read, callUntil());
    (await arrived(2)).answer(200, { id: 'new' });
    first.answer(200, { id: 'old' });
    expect(await Promise.all([before, after])).toEqual([{ id: 'old' }, { id: 'new' }]);
  });

  it('does not hold whoever waits and leaves', async () => {
    const { client, arrived } = await openPatient();
    const leaver = new AbortController();
    const first = client.send(read, callUntil());
    const other = failureOf(client.send(read, callUntil(leaver.signal)));
    const pending = await arrived(1);
    leaver.abort();
    expect((await other).failure).toBe('unavailable');
    pending.answer(200, { id: 'x' });
    expect(await first).toEqual({ id: 'x' });
  });

  it('keeps a failure that asking again may change', async () => {
    const { client, arrived } = await openPatient();
    const [first, second] = [client.send(read, callUntil()), client.send(read, callUntil())];
    // The first one tries as often as it may.
    for (const count of [1, 2, 3]) (await arrived(count)).answer(503, {});
    expect((await failureOf(first)).failure).toBe('unavailable');
    (await arrived(4)).answer(200, { id: 'x' });
    expect(await second).toEqual({ id: 'x' });
  });

  it('keeps what its own operation has spent', async () => {
    const { client, arrived } = await openPatient();
    const [first, second] = [client.send(read, exhausted), client.send(read, callUntil())];
    expect((await failureOf(first)).failure).toBe('too-expensive');
    (await arrived(1)).answer(200, { id: 'x' });
    expect(await second).toEqual({ id: 'x' });
  });
});

/** The call of an operation that has asked enough. */
const exhausted: Call = {
  ...callUntil(),
  budget: {
    begin() {
      throw new ProviderError({ provider: 'acme', failure: 'too-expensive' });
    },
    extend: () => {},
  },
};

describe('what must not be old', () => {
  it('is not answered by reads that began before a change was over', async () => {
    const { client, arrived } = await openPatient();
    const before = client.send(read, callUntil());
    const beforeArrived = await arrived(1);
    const written = client.write(change, callUntil());
    const changeArrived = await arrived(2);
    const meanwhile = client.send(read, callUntil());
    const meanwhileArrived = await arrived(3);
    changeArrived.answer(200, { id: 'new' });
    await written;
    const after = client.send(read, callUntil());
    (await arrived(4)).answer(200, { id: 'new' });
    expect(await after).toEqual({ id: 'new' });
    for (const late of [beforeArrived, meanwhileArrived]) late.answer(200, { id: 'old' });
    expect(await Promise.all([before, meanwhile])).toEqual([{ id: 'old' }, { id: 'old' }]);
  });

  it.each([
    ['for a change', { onWritten: () => {} }],
    ['for an export', { background: true }],
  ])('is read apart: %s', async (_what, own) => {
    const { client, arrived } = await openPatient();
    const values = [
      client.send(read, callUntil()),
      client.send(read, { ...callUntil(), ...own }),
      client.send(read, { ...callUntil(), ...own }),
    ];
    for (const count of [1, 2, 3]) (await arrived(count)).answer(200, { id: 'x' });
    expect(await Promise.all(values)).toHaveLength(3);
  });
});
