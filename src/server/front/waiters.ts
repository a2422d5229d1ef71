import type { ServerResponse } from 'node:http';

/** The clients who wait for one execution. It belongs to none of them: it goes on as long as one is there. */
export interface Waiters {
  /** Aborted when the last of them has left. Made when it is first asked for: many executions have nothing to stop. */
  readonly signal: AbortSignal;
  /** Whether the last of them has left. */
  readonly areGone: boolean;
  /** One more. Where the client has left already, and nobody else waits, nobody ever will. */
  add(response: ServerResponse): void;
}

/** Nobody at first. */
export function createWaiters(): Waiters {
  return new LazyWaiters();
}

/** A class for its getters: those of an object literal are made anew for each object. */
class LazyWaiters implements Waiters {
  #waiting = 0;
  #areGone = false;
  #controller: AbortController | undefined;

  get areGone(): boolean {
    return this.#areGone;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#areGone) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  add(response: ServerResponse): void {
    if (response.destroyed) {
      if (this.#waiting === 0) this.#leave();
      return;
    }
    this.#waiting += 1;
    response.once('close', () => {
      this.#waiting -= 1;
      if (this.#waiting === 0 && !response.writableFinished) this.#leave();
    });
  }

  #leave(): void {
    this.#areGone = true;
    this.#controller?.abort();
  }
}
