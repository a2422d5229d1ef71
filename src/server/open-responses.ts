import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Responses that are not closed yet: each stands for a request under way. */
export interface OpenResponses {
  readonly all: ReadonlySet<ServerResponse>;
  /** Holds it until it is closed. */
  add(response: ServerResponse): void;
}

/** None at first. */
export function createOpenResponses(): OpenResponses {
  const all = new Set<ServerResponse>();
  const openOf = new WeakMap<Socket, Set<ServerResponse>>();

  // A response that waits behind another one is not closed with their connection.
  function watch(socket: Socket): Set<ServerResponse> {
    const open = new Set<ServerResponse>();
    openOf.set(socket, open);
    socket.once('close', () => {
      for (const response of open) all.delete(response);
    });
    return open;
  }

  return {
    all,
    add(response) {
      const { socket } = response.req;
      if (socket.destroyed) return;
      const open = openOf.get(socket) ?? watch(socket);
      open.add(response);
      all.add(response);
      response.once('close', () => {
        open.delete(response);
        all.delete(response);
      });
    },
  };
}
