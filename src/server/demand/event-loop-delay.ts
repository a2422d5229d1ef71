import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop of this process is. */
export interface EventLoopDelay {
  /** The mean of the last half second, in milliseconds. */
  meanMs(): number;
  stop(): void;
}

/** How often it is measured. Node counts this time into each delay. */
const resolutionMs = 20;

/** Short, so that one long task is forgotten soon; long enough for a mean that tells more than that task. */
const windowMs = 500;

/** Measures from now on, and keeps no process alive for it. */
export function watchEventLoopDelay(): EventLoopDelay {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  let meanMs = 0;
  const timer = setInterval(() => {
    // Without any measurement the mean is no number.
    meanMs = delays.count === 0 ? 0 : Math.max(0, delays.mean / 1e6 - resolutionMs);
    delays.reset();
  }, windowMs).unref();
  delays.enable();
  return {
    meanMs: () => meanMs,
    stop() {
      clearInterval(timer);
      delays.disable();
    },
  };
}
