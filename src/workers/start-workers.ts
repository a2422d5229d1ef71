import cluster, { type Worker } from 'node:cluster';
import type { Logger } from 'pino';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';
import { type DrainLimit, longestDrain } from '../server/drain.ts';
import { type Membership, membershipVariable } from './membership.ts';
import { createRestartDelay, type RestartDelay } from './restart-delay.ts';
import { createSwitchboard } from './switchboard.ts';

/** Workers that serve one port. */
export interface RunningWorkers {
  /** Where the graph is, path included. */
  readonly url: string;
  /** Lets all of them finish what is under way; resolves when they have ended, a little after the limit at the latest. */
  stop(limit?: DrainLimit): Promise<void>;
}

/** A worker ended before it was ready, and has told why. */
export class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
  /** At least 1. */
  readonly exitCode: number;

  constructor(exitCode: number | null) {
    super('a worker has ended before it was ready');
    this.exitCode = exitCode || 1;
  }
}

interface WorkersOptions extends Omit<Membership, 'number'> {
  readonly log: Logger;
}

/**
 * Starts the workers, of which the first shows whether they can start at all, and replaces those that end. Rejects with
 * WorkerEnded where one ends before all are ready.
 */
export async function startWorkers(options: WorkersOptions): Promise<RunningWorkers> {
  const crew = createCrew(options);
  try {
    const url = await crew.begin(1);
    await Promise.all(Array.from({ length: options.workers - 1 }, (_, index) => crew.begin(index + 2)));
    crew.complete();
    return { url, stop: (limit = longestDrain) => crew.stop(limit) };
  } catch (error) {
    await crew.stop({ withinMs: 0 });
    throw error;
  }
}

/** All workers, by their numbers. */
interface Crew {
  /** Starts one; resolves to its URL. */
  begin(number: number): Promise<string>;
  /** From now on they take traffic, and those that end are replaced. */
  complete(): void;
  stop(limit: DrainLimit): Promise<void>;
}

/** Beyond the limit that workers keep themselves. */
const graceMs = 1_000;

function createCrew({ log, ...together }: WorkersOptions): Crew {
  const running = new Map<number, Worker>();
  const restarts = new Set<NodeJS.Timeout>();
  const switchboard = createSwitchboard();
  let state: 'starting' | 'complete' | 'stopping' = 'starting';
  let stopped: Promise<void> | null = null;
  // Counts for the limiters of the workers, whose messages it listens to by itself.
  new RateLimiterClusterMaster();

  function begin(number: number, delay = createRestartDelay()): Promise<string> {
    const membership: Membership = { ...together, number };
    const worker = cluster.fork({ [membershipVariable]: JSON.stringify(membership) });
    const startedAt = performance.now();
    running.set(number, worker);
    worker.on('error', (error) => log.warn({ worker: number, err: error }, 'a worker cannot be reached'));
    return new Promise((resolve, reject) => {
      switchboard.connect(number, worker, (url) => {
        log.info({ worker: number, pid: worker.process.pid }, 'worker ready');
        if (state === 'complete') switchboard.tell(number, { kind: 'complete' });
        resolve(url);
      });
      worker.once('exit', (code: number | null, signal: string | null) => {
        running.delete(number);
        switchboard.disconnect(number);
        reject(new WorkerEnded(code));
        if (state !== 'complete') return;
        const afterMs = delay.next(performance.now() - startedAt);
        log.error({ worker: number, code, signal, afterMs }, 'a worker has ended and is replaced');
        replace(number, delay, afterMs);
      });
    });
  }

  function replace(number: number, delay: RestartDelay, afterMs: number): void {
    const restart = setTimeout(() => {
      restarts.delete(restart);
      // Where this one ends before it is ready, it is replaced in its turn.
      begin(number, delay).catch(() => {});
    }, afterMs);
    restarts.add(restart);
  }

  async function stop({ withinMs }: DrainLimit): Promise<void> {
    state = 'stopping';
    for (const restart of restarts) clearTimeout(restart);
    const ends = Array.from(
      running.values(),
      (worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())),
    );
    switchboard.tellAll({ kind: 'stop', withinMs });
    const cut = setTimeout(() => {
      for (const worker of running.values()) worker.process.kill('SIGKILL');
    }, withinMs + graceMs);
    await Promise.all(ends);
    clearTimeout(cut);
    switchboard.close();
  }

  return {
    begin,
    complete() {
      // One may have ended while the last ones started.
      state = 'complete';
      for (let number = 1; number <= together.workers; number += 1) {
        // It was ready, and ended while others started.
        if (!running.has(number)) replace(number, createRestartDelay(), 0);
      }
      switchboard.tellAll({ kind: 'complete' });
    },
    stop(limit) {
      stopped ??= stop(limit);
      return stopped;
    },
  };
}
