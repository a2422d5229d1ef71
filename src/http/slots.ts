/** Lets so many pieces of work run at once; the others wait their turn, first come, first served. */
export interface Slots {
  /** Runs the work when a slot is free; gives up waiting when the signal aborts. */
  run<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value>;
}

/** Slots for `size` pieces of work at once. */
export function createSlots(size: number): Slots {
  const waiting = new Set<() => void>();
  let free = size;

  function release(): void {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  }

  function acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const take = () => {
        leave();
        resolve();
      };
      const giveUp = () => {
        leave();
        reject(signal.reason);
      };
      const leave = () => {
        waiting.delete(take);
        signal.removeEventListener('abort', giveUp);
      };
      waiting.add(take);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  return {
    async run(signal, work) {
      await acquire(signal);
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
