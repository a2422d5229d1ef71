import type { Logger } from 'pino';
import { type DrainLimit, longestDrain } from './server/drain.ts';

/** What has to be stopped before the process ends. */
interface Stoppable {
  stop(limit: DrainLimit): Promise<void>;
}

/** How this process goes on, and how it ends. */
export interface Lifecycle {
  /** Told once something runs: signals then stop it in order. */
  began(running: Stoppable): void;
  /** Ends the process in order, within the limit, as a signal does. */
  end(limit: DrainLimit): void;
}

/** Shorter: who knows what still works. */
const afterMistake: DrainLimit = { withinMs: 5_000 };

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Watches over the process from now on. A rejection that nobody handles is logged, and what goes on beside it goes on. An
 * exception that nobody catches ends the process in order, with 1, as a signal does with 0; a second signal kills it.
 */
export function watchProcess(log: Logger): Lifecycle {
  let running: Stoppable = { stop: async () => {} };
  let exitCode = 0;

  async function end(limit: DrainLimit): Promise<void> {
    try {
      await running.stop(limit);
    } catch (error) {
      exitCode = 1;
      log.fatal({ err: error }, 'billgraph could not stop in order');
    }
    // Not left to the event loop: a connection to somebody who does not answer would keep it going.
    process.exit(exitCode);
  }

  function stopOn(signal: NodeJS.Signals): void {
    for (const each of signals) process.off(each, stopOn);
    log.info({ signal }, 'billgraph stops');
    void end(longestDrain);
  }

  process.on('unhandledRejection', (reason) => {
    log.error({ err: reason }, 'a rejection that nobody handled');
  });
  process.on('uncaughtException', (error) => {
    exitCode = 1;
    log.fatal({ err: error }, 'an exception that nobody caught');
    void end(afterMistake);
  });
  return {
    began(started) {
      running = started;
      for (const signal of signals) process.once(signal, stopOn);
    },
    end: (limit) => void end(limit),
  };
}
