import type { IncomingMessage } from 'node:http';

/** Whether the client of a request is still there. */
interface ClientWatch {
  /** Aborts when its connection closes. */
  readonly left: AbortSignal;
  /** Ends the watch: the connection may serve other requests. */
  forget(): void;
}

/**
 * Watches the client of a request. A response that waits behind another one on the same connection has no connection of
 * its own yet, and would not notice.
 */
export function watchClient({ socket }: Pick<IncomingMessage, 'socket'>): ClientWatch {
  const leaving = new AbortController();
  const leave = () => leaving.abort(new DOMException('the client has left', 'AbortError'));
  socket.once('close', leave);
  if (socket.destroyed) leave();
  return {
    left: leaving.signal,
    forget: () => void socket.off('close', leave),
  };
}
