/** Lets so many pieces of work run at once; the others wait their turn, first come, first served. */
export interface Slots {
  /**
   * Takes a slot when one is free, or gives up when the signal aborts. The function that it resolves to gives it back, and
   * is to be called once.
   */
  take(signal: AbortSignal): Promise<() => void>;
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

  async function take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (free > 0) free -= 1;
    else await waitForTurn(signal);
    return release;
  }

  function waitForTurn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        leave();
        resolve();
      };
      const giveUp = () => {
        leave();
        reject(signal.reason);
      };
      const leave = () => {
        waiting.delete(start);
        signal.removeEventListener('abort', giveUp);
      };
      waiting.add(start);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  return { take };
}
