import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { withDeadline } from '../../src/http/deadline.ts';

/** Work that lasts until its signal aborts, and then fails as it says. */
const hang = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('a deadline', () => {
  it('lets work in time finish, and leaves nothing behind', async () => {
    const outer = new AbortController();
    expect(await withDeadline(outer.signal, 60_000, async () => 'done')).toBe('done');
    expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
  });

  it('aborts with a TimeoutError when the time is up', async () => {
    await expect(withDeadline(new AbortController().signal, 1, hang)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('aborts with the outer reason when the outer signal does, and does not begin after that', async () => {
    const outer = new AbortController();
    const running = withDeadline(outer.signal, 60_000, hang);
    outer.abort(new Error('gone'));
    await expect(running).rejects.toThrow('gone');
    await expect(withDeadline(outer.signal, 60_000, async () => expect.fail('began'))).rejects.toThrow(
      'gone',
    );
  });
});
