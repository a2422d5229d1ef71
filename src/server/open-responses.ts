import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Responses that are not closed yet: each stands for a request under way. */
export interface OpenResponses {
  readonly all: ReadonlySet<ServerResponse>;
  /** Those on a connection. */
  on(socket: Duplex): ReadonlySet<ServerResponse>;
  /** Holds it until it is closed. */
  add(response: ServerResponse): void;
}

/** None at first. */
export function createOpenResponses(): OpenResponses {
  const all = new Set<ServerResponse>();
  const openOf = new WeakMap<Duplex, Set<ServerResponse>>();

  // Node closes only the response whose turn it is with their connection, and none of those that wait behind it: whoever
  // has to do with one of these would take its client to be there.
  function watch(socket: Duplex): Set<ServerResponse> {
    const open = new Set<ServerResponse>();
    openOf.set(socket, open);
    socket.once('close', () => {
      for (const response of open) if (isWaiting(response)) closeWaiting(response);
    });
    return open;
  }

  return {
    all,
    on: (socket) => openOf.get(socket) ?? none,
    add(response) {
      const { socket } = response.req;
      if (socket.destroyed) return;
      const open = openOf.get(socket) ?? watch(socket);
      open.add(response);
      all.add(response);
      response.on('close', () => {
        open.delete(response);
        all.delete(response);
      });
    },
  };
}

/** One that is finished has no connection either, and is closed by Node in a moment. */
function isWaiting({ socket, writableFinished }: ServerResponse): boolean {
  return socket === null && !writableFinished;
}

/** What Node does for the one whose turn it is. */
function closeWaiting(response: ServerResponse): void {
  response.destroy();
  response.emit('close');
}

const none: ReadonlySet<ServerResponse> = new Set();

/** Those of a server, from now on. */
export function watchResponses(server: Server): OpenResponses {
  const open = createOpenResponses();
  for (const event of ['request', 'checkExpectation'] as const) {
    server.on(event, (_request, response) => open.add(response));
  }
  return open;
}
