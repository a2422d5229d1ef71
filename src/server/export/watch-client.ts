import type { IncomingMessage } from 'node:http';

/** Whether the client of a request is still there. */
interface ClientWatch {
  /** Aborts when its connection closes. */
  readonly left: AbortSignal;
  /** Ends the watch: the connection may serve other requests. */
  forget(): void;
}

/**
 * Watches the client of a request by its connection, which closes whether or not the response has had its turn on it.
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
