/**
 * Runs the work when all has been asked for that is asked for in this tick: after all promise jobs that are on their way,
 * and those that follow from them, since each of them may ask for something more. DataLoader waits in the same way.
 */
export function afterTick(work: () => void): void {
  void Promise.resolve().then(() => process.nextTick(work));
}
