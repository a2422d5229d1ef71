import { expect, it } from 'vitest';
import { afterTick } from '../../src/billing/after-tick.ts';

it('runs after all that follows from promises that are kept, and before anything else', async () => {
  const done: string[] = [];
  setImmediate(() => done.push('immediate'));
  afterTick(() => done.push('after'));
  let jobs = Promise.resolve();
  for (let job = 0; job < 20; job += 1) jobs = jobs.then(() => Promise.resolve());
  void jobs.then(() => done.push('promise jobs'));
  expect(done).toEqual([]);
  await new Promise(setImmediate);
  expect(done).toEqual(['promise jobs', 'after', 'immediate']);
});
