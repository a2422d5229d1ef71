import { afterTick } from '../billing/after-tick.ts';

/** Runs the work when nothing that is already on its way can add to it. */
export type BatchSchedule = (work: () => void) => void;

/**
 * A schedule for all loaders of a request, which runs what came together at once. DataLoader's own does the same for each
 * batch alone.
 */
export function createBatchSchedule(): BatchSchedule {
  let waiting: (() => void)[] = [];

  function runAll(): void {
    const works = waiting;
    waiting = [];
    for (const work of works) work();
  }

  return (work) => {
    if (waiting.length === 0) afterTick(runAll);
    waiting.push(work);
  };
}
