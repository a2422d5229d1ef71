import type { Plugin } from 'graphql-yoga';
import { toErrorResponse } from '../answers/error-answer.ts';
import { createErrorAnswer } from '../answers/refusal.ts';

/** The header by which a client says how many milliseconds it will wait. */
export const timeoutHeader = 'x-request-timeout-ms';

/** When the requests of the graph have to be answered. */
export interface Deadlines {
  /** Starts the clock of each request that comes through Yoga. Belongs before whatever may take time. */
  readonly plugin: Plugin;
  /**
   * When a request that has just come with this header has to be answered, on the clock of `performance.now()`; null where
   * the header cannot be read.
   */
  from(header: string | null): number | null;
  /** The same of the request with this context, which has come through Yoga; throws where its clock was not started. */
  deadlineOf(context: object): number;
}

/** Gives each request so many milliseconds from its arrival, or fewer where its header says so. */
export function createDeadlines(deadlineMs: number): Deadlines {
  // By the context, as for the callers: it stays the same from beginning to end.
  const deadlines = new WeakMap<object, number>();

  function from(header: string | null): number | null {
    const waitMs = readWait(header, deadlineMs);
    return waitMs === null ? null : performance.now() + waitMs;
  }

  return {
    from,
    plugin: {
      onRequest({ request, serverContext, fetchAPI, endResponse }) {
        const deadline = from(request.headers.get(timeoutHeader));
        if (deadline === null) endResponse(toErrorResponse(unreadableTimeout, { request, fetchAPI }));
        else deadlines.set(serverContext, deadline);
      },
    },
    deadlineOf(context) {
      const deadline = deadlines.get(context);
      if (deadline === undefined) throw new Error('nobody has looked at the clock when this request came');
      return deadline;
    },
  };
}

/** The answer to a request whose header cannot be read. */
export const unreadableTimeout = createErrorAnswer({
  message: `The header ${timeoutHeader} must be a whole number of milliseconds, at least 1.`,
  status: 400,
});

/** How long the client and we will wait; null where the header is no such number. */
function readWait(header: string | null, deadlineMs: number): number | null {
  if (header === null) return deadlineMs;
  return /^\d+$/.test(header) && Number(header) >= 1 ? Math.min(Number(header), deadlineMs) : null;
}

/** What the work comes to, or what is said instead where the deadline passes first. The work is not stopped. */
export async function beforeDeadline<Value, Instead>(
  work: Promise<Value>,
  deadline: number,
  instead: Instead,
): Promise<Value | Instead> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<Instead>((resolve) => {
    timer = setTimeout(() => resolve(instead), deadline - performance.now());
  });
  try {
    return await Promise.race([work, passed]);
  } finally {
    clearTimeout(timer);
  }
}
