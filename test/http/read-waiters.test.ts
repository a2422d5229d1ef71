import { describe, expect, it } from 'vitest';
import { ReadWaiters } from '../../src/http/read-waiters.ts';

/** So many who wait, and how often it was told that none does. */
function openWaiters(count: number) {
  const waiters = new ReadWaiters();
  const told = { times: 0 };
  const tell = () => {
    told.times += 1;
  };
  for (let joined = 0; joined < count; joined += 1) waiters.join();
  waiters.addEventListener('abort', tell);
  return { waiters, told, tell };
}

describe('those who wait for a read', () => {
  it('abort it when the last has left, with the reason of that one', () => {
    const { waiters, told } = openWaiters(2);
    waiters.leave(new Error('first'));
    expect([waiters.aborted, told.times]).toEqual([false, 0]);
    waiters.throwIfAborted();
    waiters.leave(new Error('last'));
    expect([waiters.aborted, told.times, waiters.reason]).toEqual([true, 1, new Error('last')]);
    expect(() => waiters.throwIfAborted()).toThrow('last');
  });

  it('tell nobody who does not listen any more, and everybody who does', () => {
    const { waiters, told, tell } = openWaiters(1);
    const other: string[] = [];
    waiters.addEventListener('abort', () => other.push('told'));
    waiters.removeEventListener('abort', tell);
    waiters.leave(new Error('gone'));
    expect([told.times, other]).toEqual([0, ['told']]);
  });
});
