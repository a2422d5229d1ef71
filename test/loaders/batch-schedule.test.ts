import { expect, it } from 'vitest';
import { createBatchSchedule } from '../../src/loaders/batch-schedule.ts';

const wait = () => new Promise(setImmediate);

it('runs what came together, also by promises on their way, in one tick and in order', async () => {
  const schedule = createBatchSchedule();
  const done: string[] = [];
  schedule(() => done.push('first'));
  const late = Promise.resolve()
    .then(() => Promise.resolve())
    .then(() => {
      schedule(() => done.push('late'));
      expect(done).toEqual([]);
    });
  await late;
  await new Promise((resolve) => process.nextTick(resolve));
  expect(done).toEqual(['first', 'late']);
});

it('runs later what is scheduled by what runs, once', async () => {
  const schedule = createBatchSchedule();
  const done: string[] = [];
  schedule(() => {
    done.push('first');
    schedule(() => done.push('second'));
    expect(done).toEqual(['first']);
  });
  await wait();
  await wait();
  expect(done).toEqual(['first', 'second']);
});
