import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../src/providers/lago/turns.ts';
import { createCall } from './support.ts';

/** A piece of work that goes on until it is told to end. */
function createWork(log: string[], name: string) {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end: () => end(),
    run: async () => {
      log.push(`${name} begins`);
      await done;
      log.push(`${name} ends`);
      return name;
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('let work on one key happen one after the other, in the order of asking', async () => {
    const turns = createTurns('lago-test');
    const log: string[] = [];
    const works = ['first', 'second', 'third'].map((name) => createWork(log, name));
    const results = works.map(({ run }) => turns.take('c1', createCall(), run));
    for (const { end } of works.toReversed()) end();
    expect(await Promise.all(results)).toEqual(['first', 'second', 'third']);
    expect(log).toEqual([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
      'third begins',
      'third ends',
    ]);
  });

  it('let work on different keys happen at once', async () => {
    const turns = createTurns('lago-test');
    const log: string[] = [];
    const [one, other] = [createWork(log, 'one'), createWork(log, 'other')];
    const results = [turns.take('c1', createCall(), one.run), turns.take('c2', createCall(), other.run)];
    await settled();
    expect(log).toEqual(['one begins', 'other begins']);
    one.end();
    other.end();
    await Promise.all(results);
  });

  it('go on after work that failed, and pass its error on as it is', async () => {
    const turns = createTurns('lago-test');
    const mistake = new Error('of our own');
    const failed = turns.take('c1', createCall(), () => Promise.reject(mistake));
    const next = turns.take('c1', createCall(), async () => 'next');
    await expect(failed).rejects.toBe(mistake);
    expect(await next).toBe('next');
  });

  it('are given up when the request ends, without the work and without holding up others', async () => {
    const turns = createTurns('lago-test');
    const log: string[] = [];
    const [first, late, last] = ['first', 'late', 'last'].map((name) => createWork(log, name));
    if (!first || !late || !last) return expect.fail();
    const request = new AbortController();
    const running = turns.take('c1', createCall(), first.run);
    const waiting = turns.take('c1', { ...createCall(), signal: request.signal }, late.run);
    const behind = turns.take('c1', createCall(), last.run);

    request.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'ProviderError', failure: 'unavailable' });
    first.end();
    last.end();
    expect(await Promise.all([running, behind])).toEqual(['first', 'last']);
    expect(log).not.toContain('late begins');
  });

  it('say that it took too long when the time of the request is up', async () => {
    const timedOut = { ...createCall(), signal: AbortSignal.abort(new DOMException('late', 'TimeoutError')) };
    const work = createTurns('lago-test').take('c1', timedOut, async () => expect.fail('it began'));
    await expect(work).rejects.toMatchObject({ failure: 'timed-out' });
  });

  it('last until what they were held for is over, also where the work has given up before', async () => {
    const turns = createTurns('lago-test');
    const log: string[] = [];
    let end = () => {};
    const gaveUp = turns.take('c1', createCall(), async (turn) => {
      end = turn.hold();
      throw new Error('gave up');
    });
    const next = turns.take('c1', createCall(), async () => log.push('next'));
    await expect(gaveUp).rejects.toThrow('gave up');
    await settled();
    expect(log).toEqual([]);
    end();
    await next;
    expect(log).toEqual(['next']);
  });

  it('can be taken again when nobody waits any more', async () => {
    const turns = createTurns('lago-test');
    for (const name of ['one', 'two']) {
      expect(await turns.take('c1', createCall(), async () => name)).toBe(name);
    }
  });
});
