import type { Call } from '../../billing/call.ts';
import { createSlots, type Slots } from '../../http/slots.ts';
import { toTransportError } from '../../http/transport-error.ts';

/** Lets pieces of work on the same key happen one after the other, first come, first served. */
export interface Turns {
  /** Rejects with a ProviderError where the request ends before its turn comes: the work then does not begin. */
  take<Value>(key: string, call: Call, work: (turn: Turn) => Promise<Value>): Promise<Value>;
}

/** One piece of work while nobody else works on its key. */
export interface Turn {
  /** Makes the turn last until the function that this gives is called, even where the work gives up earlier. */
  hold(): () => void;
}

interface Queue {
  readonly slot: Slots;
  /** Pieces of work that wait or run. */
  length: number;
}

/** Turns within this process. A key is forgotten with its last piece of work. */
export function createTurns(provider: string): Turns {
  const queues = new Map<string, Queue>();

  function queueOf(key: string): Queue {
    const queue = queues.get(key) ?? { slot: createSlots(1), length: 0 };
    queues.set(key, queue);
    return queue;
  }

  async function enter(key: string, signal: AbortSignal): Promise<() => void> {
    const queue = queueOf(key);
    queue.length += 1;
    const leave = () => {
      queue.length -= 1;
      if (queue.length === 0) queues.delete(key);
    };
    try {
      const release = await queue.slot.take(signal);
      return () => {
        release();
        leave();
      };
    } catch (error) {
      leave();
      throw toTransportError(provider, error);
    }
  }

  return {
    async take(key, { signal }, work) {
      const end = afterAll(await enter(key, signal));
      const isOver = end.hold();
      try {
        return await work(end);
      } finally {
        isOver();
      }
    },
  };
}

/** Calls back when everything that was held is over. */
function afterAll(done: () => void): Turn {
  let held = 0;
  return {
    hold() {
      held += 1;
      return () => {
        held -= 1;
        if (held === 0) done();
      };
    },
  };
}
