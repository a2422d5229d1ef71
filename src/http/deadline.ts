/** A signal for work in several steps, each of which has its own time. */
export interface StepDeadline {
  /** Aborts when the outer signal does, with a TimeoutError when the time of a step is up, and at the end. */
  readonly signal: AbortSignal;
  step<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Leaves nothing behind; to be called in any case. */
  end(): void;
}

/** Steps that may take so long each; between them there is no limit. */
export function createStepDeadline(outer: AbortSignal, timeoutMs: number): StepDeadline {
  const controller = new AbortController();
  const leave = () => controller.abort(outer.reason);
  const giveUp = () => controller.abort(tooLong());
  outer.addEventListener('abort', leave, { once: true });
  if (outer.aborted) leave();
  return {
    signal: controller.signal,
    async step(work) {
      const timer = setTimeout(giveUp, timeoutMs);
      try {
        return await unlessAborted(controller.signal, work());
      } finally {
        clearTimeout(timer);
      }
    },
    end() {
      outer.removeEventListener('abort', leave);
      controller.abort();
    },
  };
}

/** Not left to the work: a call that still waits for its connection does not notice before it has one. */
function unlessAborted<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** What a call ends in that takes longer than it may. */
export function tooLong(): DOMException {
  return new DOMException('the call took too long', 'TimeoutError');
}
