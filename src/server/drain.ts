import type { Server, ServerResponse } from 'node:http';
import type { OpenResponses } from './open-responses.ts';

/** How long what is under way may still take. */
export interface DrainLimit {
  readonly withinMs: number;
}

/** Whoever runs a process kills it after thirty seconds as a rule; by then it is to have ended by itself. */
export const longestDrain: DrainLimit = { withinMs: 28_000 };

/**
 * Brings a server, of which these are the responses, to its end: it takes no more connections. Resolves when the requests
 * under way are answered, or cut at the limit.
 */
export function createDrain(
  server: Server,
  open: Pick<OpenResponses, 'all'>,
): (limit: DrainLimit) => Promise<void> {
  return async ({ withinMs }) => {
    for (const response of open.all) takeLeave(response);
    for (const event of ['request', 'checkExpectation'] as const) {
      // Before it is answered.
      server.prependListener(event, (_request, response) => takeLeave(response));
    }
    // A connection only counts as idle once its answer is out, and never before its first request, so they are looked at
    // again.
    const sweep = setInterval(() => {
      if (open.all.size === 0) server.closeAllConnections();
      else server.closeIdleConnections();
    }, sweepMs);
    const cut = setTimeout(() => server.closeAllConnections(), withinMs);
    // It closes those that are idle, too.
    await new Promise<void>((resolve) => server.close(() => resolve()));
    clearInterval(sweep);
    clearTimeout(cut);
  };
}

/** Also how long a request that was on its way may still take to be here. */
const sweepMs = 100;

/** A client that is told so does not send its next request here. */
function takeLeave(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
