import type { Logger } from 'pino';
import type { Config } from './config/read-config.ts';
import type { Lifecycle } from './lifecycle.ts';
import { startSandbox } from './sandbox/start-sandbox.ts';
import { longestDrain } from './server/drain.ts';
import { type RunningBillgraph, startBillgraph } from './start.ts';
import { joinWorkers } from './workers/join-workers.ts';
import type { Membership } from './workers/membership.ts';
import { startWorkers } from './workers/start-workers.ts';

/**
 * Starts the workers that serve, and the sandbox that they share where no provider is configured. This process serves
 * nobody itself.
 */
export async function startAsFirst({ providers, server }: Config, log: Logger): Promise<RunningBillgraph> {
  const sandbox = providers.length === 0 ? await startSandbox() : null;
  try {
    const workers = await startWorkers({
      log,
      workers: server.workers,
      sandbox: sandbox && [...sandbox.accounts],
    });
    return {
      url: workers.url,
      async stop(limit = longestDrain) {
        await workers.stop(limit);
        await sandbox?.close();
      },
    };
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
}

interface WorkerProcess {
  readonly config: Config;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
}

/** Starts billgraph as one of several workers. It ends when the first process says so, or is gone. */
export async function startAsWorker(
  membership: Membership,
  { config, log, lifecycle }: WorkerProcess,
): Promise<void> {
  const joined = joinWorkers(membership);
  let isStopping = false;
  joined.onStop((withinMs) => {
    // Without the first process nobody is there to wait for: it was killed while it waited.
    if (withinMs === null && isStopping) process.exit(1);
    isStopping = true;
    lifecycle.end(withinMs === null ? longestDrain : { withinMs });
  });
  const { share, fellows, isComplete } = joined;
  const running = await startBillgraph(config, log, {
    together: { share, fellows, isComplete, sandbox: membership.sandbox },
  });
  lifecycle.began(running);
  joined.ready(running.url);
}
