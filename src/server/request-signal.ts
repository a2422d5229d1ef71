// Made once: a DOMException notes where it was made, which costs more than all the rest of an abort.
const clientHasLeft = new DOMException('the client has left', 'AbortError');
const deadlineHasPassed = new DOMException('the deadline has passed', 'TimeoutError');

/** What ends a request before it is answered. */
interface RequestEnds {
  /** Its signal is aborted when the client leaves; read when the signal of the request is made. */
  readonly client: { readonly signal: AbortSignal };
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
}

/** The signal of a request's upstream calls, with the timer that it needs. */
export interface RequestSignal {
  readonly signal: AbortSignal;
  /** Stops what is still under way, and the timer. */
  end(reason: DOMException): void;
}

/** A signal that is aborted when the client leaves, when the deadline has passed, or by its end, whichever comes first. */
export function createRequestSignal({ client, deadline }: RequestEnds): RequestSignal {
  const controller = new AbortController();
  // Not AbortSignal.any over AbortSignal.timeout: Node 20 may collect that timer before it fires.
  const leave = () => controller.abort(clientHasLeft);
  const giveUp = () => controller.abort(deadlineHasPassed);
  const left = deadline - performance.now();
  const timer = setTimeout(giveUp, left);
  client.signal.addEventListener('abort', leave, { once: true });
  if (client.signal.aborted) leave();
  // What came in late is not asked for at all: the timer would fire only after the first calls.
  else if (left <= 0) giveUp();

  return {
    signal: controller.signal,
    end(reason) {
      clearTimeout(timer);
      client.signal.removeEventListener('abort', leave);
      controller.abort(reason);
    },
  };
}
