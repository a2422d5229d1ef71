/**
 * Runs the work with a signal that aborts when the outer one does, or with a TimeoutError when the time is up. Nothing
 * of it is left when the work is done. (Node 20 may collect the timer of `AbortSignal.any([AbortSignal.timeout()])`
 * before it fires.)
 */
export async function withDeadline<Value>(
  outer: AbortSignal,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const leave = () => controller.abort(outer.reason);
  const giveUp = () => controller.abort(new DOMException('the call took too long', 'TimeoutError'));
  const timer = setTimeout(giveUp, timeoutMs);
  outer.addEventListener('abort', leave, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', leave);
  }
}
