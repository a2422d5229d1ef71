import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { type EventLoopDelay, watchEventLoopDelay } from '../../../src/server/demand/event-loop-delay.ts';

let delay: EventLoopDelay;
afterEach(() => delay.stop());

/** Keeps the event loop busy for so long. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

it('a loop with one long task after the other is late, and in time again when they are over', async () => {
  delay = watchEventLoopDelay();
  expect(delay.meanMs()).toBe(0);
  while (delay.meanMs() < 50) {
    work(100);
    await wait(0);
  }
  while (delay.meanMs() > 50) await wait(10);
});
