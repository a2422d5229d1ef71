import type { CallSignal } from './account-call.ts';

/**
 * Those who wait for one read. As its signal they abort when the last has left, with that one's reason. A class, since
 * one is made for every read, and closures for each would cost more.
 */
export class ReadWaiters implements CallSignal {
  aborted = false;
  reason: unknown;
  private waiting = 0;
  private listeners: readonly (() => void)[] = [];

  join(): void {
    this.waiting += 1;
  }

  /** One that joined does not wait any longer, for this reason. */
  leave(reason: unknown): void {
    this.waiting -= 1;
    if (this.waiting > 0) return;
    this.aborted = true;
    this.reason = reason;
    for (const tell of this.listeners) tell();
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners = [...this.listeners, listener];
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners = this.listeners.filter((each) => each !== listener);
  }
}
