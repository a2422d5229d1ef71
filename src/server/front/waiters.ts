import type { ServerResponse } from 'node:http';

/** The clients who wait for one execution. It belongs to none of them: it goes on as long as one is there. */
export interface Waiters {
  /** Aborted when the last of them has left. */
  readonly signal: AbortSignal;
  /** One more, unless the client has left already. */
  add(response: ServerResponse): void;
}

/** Nobody at first. */
export function createWaiters(): Waiters {
  const controller = new AbortController();
  let waiting = 0;
  return {
    signal: controller.signal,
    add(response) {
      if (response.destroyed) return;
      waiting += 1;
      response.once('close', () => {
        waiting -= 1;
        if (waiting === 0 && !response.writableFinished) controller.abort();
      });
    },
  };
}
