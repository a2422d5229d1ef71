import { describe, expect, it } from 'vitest';
import { createSlots, type Slots } from '../../src/http/slots.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to. */
function createWork() {
  const { promise, resolve, reject } = withResolvers();
  const work = { started: false, end: resolve, fail: reject };
  const run = () => {
    work.started = true;
    return promise;
  };
  return { work, run };
}

/** Works in a slot as soon as there is one, and gives it back. */
async function runIn(slots: Slots, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const giveBack = await slots.take(signal);
  try {
    await work();
  } finally {
    giveBack();
  }
}

function withResolvers() {
  let resolve: () => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

describe('slots', () => {
  it('let so many run at once and the rest in their order', async () => {
    const slots = createSlots(2);
    const works = [createWork(), createWork(), createWork(), createWork()];
    const done = works.map(({ run }) => runIn(slots, never, run));
    const started = () => works.map(({ work }) => work.started);
    await Promise.resolve();
    expect(started()).toEqual([true, true, false, false]);

    works[1]?.work.end();
    await done[1];
    await Promise.resolve();
    expect(started()).toEqual([true, true, true, false]);

    works[0]?.work.fail(new Error('no'));
    await expect(done[0]).rejects.toThrow('no');
    await Promise.resolve();
    expect(started()).toEqual([true, true, true, true]);

    works[2]?.work.end();
    works[3]?.work.end();
    await Promise.all([done[2], done[3]]);
  });

  it('give up waiting when the signal aborts, and keep the place for the next', async () => {
    const slots = createSlots(1);
    const [first, second, third] = [createWork(), createWork(), createWork()];
    const leaving = new AbortController();
    const running = runIn(slots, never, first.run);
    const waiting = runIn(slots, leaving.signal, second.run);
    const next = runIn(slots, never, third.run);
    leaving.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');

    first.work.end();
    await running;
    third.work.end();
    await next;
    expect([second.work.started, third.work.started]).toEqual([false, true]);
  });

  it('do not begin what is already given up', async () => {
    const { work, run } = createWork();
    await expect(runIn(createSlots(1), AbortSignal.abort(new Error('gone')), run)).rejects.toThrow('gone');
    expect(work.started).toBe(false);
  });

  it('can be taken for longer than one piece of work, until they are given back', async () => {
    const slots = createSlots(1);
    const giveBack = await slots.take(never);
    const { work, run } = createWork();
    const running = runIn(slots, never, run);
    await Promise.resolve();
    expect(work.started).toBe(false);

    giveBack();
    work.end();
    await running;
    expect(work.started).toBe(true);
    (await slots.take(never))();
  });

  it('cannot be taken by one who has left', async () => {
    const slots = createSlots(1);
    await expect(slots.take(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    const giveBack = await slots.take(never);
    const leaving = new AbortController();
    const waiting = slots.take(leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    giveBack();
    (await slots.take(never))();
  });
});
