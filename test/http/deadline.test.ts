import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createStepDeadline } from '../../src/http/deadline.ts';

/** Work that lasts until its signal aborts, and then fails as it says. */
const hang = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('a deadline for each step', () => {
  it('gives every step its own time, and none to what is between them', async () => {
    const { signal, step, end } = createStepDeadline(new AbortController().signal, 60_000);
    expect([await step(async () => 1), await step(async () => 2), signal.aborted]).toEqual([1, 2, false]);
    end();
  });

  it('aborts with a TimeoutError when the time of a step is up', async () => {
    const { signal, step } = createStepDeadline(new AbortController().signal, 1);
    await step(async () => {});
    await expect(step(() => hang(signal))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with the outer reason when the outer signal does, also when it has done so before', async () => {
    const outer = new AbortController();
    const { signal, step } = createStepDeadline(outer.signal, 60_000);
    const running = step(() => hang(signal));
    outer.abort(new Error('gone'));
    await expect(running).rejects.toThrow('gone');
    expect(createStepDeadline(outer.signal, 60_000).signal.reason).toBe(outer.signal.reason);
  });

  it('aborts at the end, and leaves nothing behind', () => {
    const outer = new AbortController();
    const { signal, end } = createStepDeadline(outer.signal, 60_000);
    end();
    expect([signal.aborted, getEventListeners(outer.signal, 'abort')]).toEqual([true, []]);
  });
});
