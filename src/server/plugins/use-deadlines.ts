import type { Plugin } from 'graphql-yoga';
import { type ErrorAnswer, toErrorResponse } from '../answers/error-answer.ts';
import { createErrorAnswer } from '../answers/refusal.ts';

/** The header by which a client says how many milliseconds it will wait. */
export const timeoutHeader = 'x-request-timeout-ms';

/** When the requests of the graph have to be answered. */
export interface Deadlines {
  /** Starts the clock of each request that comes through Yoga. Belongs before whatever may take time. */
  readonly plugin: Plugin;
  /** Starts the clock of the request with this context; tells what to answer where its header cannot be read. */
  start(context: object, header: string | null): ErrorAnswer | null;
  /** The time on the clock of `performance.now()`; throws where it was not started. */
  deadlineOf(context: object): number;
  /** Notes that something is not waited for, though there is time left for the rest. */
  cutShort(context: object): void;
  /** Whether one who has asked later might have got more. */
  isCut(context: object): boolean;
}

/** Gives each request so many milliseconds from its arrival, or fewer where its header says so. */
export function createDeadlines(deadlineMs: number): Deadlines {
  // By the context, as for the callers: it stays the same from beginning to end.
  const deadlines = new WeakMap<object, number>();
  const cut = new WeakSet<object>();

  function start(context: object, header: string | null): ErrorAnswer | null {
    const waitMs = readWait(header, deadlineMs);
    if (waitMs === null) return unreadable;
    deadlines.set(context, performance.now() + waitMs);
    return null;
  }

  function deadlineOf(context: object): number {
    const deadline = deadlines.get(context);
    if (deadline === undefined) throw new Error('nobody has looked at the clock when this request came');
    return deadline;
  }

  return {
    start,
    plugin: {
      onRequest({ request, serverContext, fetchAPI, endResponse }) {
        const refusal = start(serverContext, request.headers.get(timeoutHeader));
        if (refusal !== null) endResponse(toErrorResponse(refusal, { request, fetchAPI }));
      },
    },
    cutShort: (context) => void cut.add(context),
    isCut: (context) => cut.has(context) || performance.now() >= deadlineOf(context),
    deadlineOf,
  };
}

const unreadable = createErrorAnswer({
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
