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

  // A response that waits behind another one is not closed with their connection.
  function watch(socket: Duplex): Set<ServerResponse> {
    const open = new Set<ServerResponse>();
    openOf.set(socket, open);
    socket.once('close', () => {
      for (const response of open) all.delete(response);
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

const none: ReadonlySet<ServerResponse> = new Set();

/** Those of a server, from now on. */
export function watchResponses(server: Server): OpenResponses {
  const open = createOpenResponses();
  for (const event of ['request', 'checkExpectation'] as const) {
    server.on(event, (_request, response) => open.add(response));
  }
  return open;
}
