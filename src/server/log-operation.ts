import type { Logger } from 'pino';

/** An operation that has come to its end, as the log tells it. */
interface EndedOperation {
  readonly operation: string | null;
  /** The caller's name. */
  readonly caller: string;
  /** When it began, on the clock of `performance.now()`. */
  readonly started: number;
  readonly errors: number;
}

/**
 * Writes the one line that the log has for each operation: its name, who asked, how long it took and how many errors it
 * answered.
 */
export function logOperation(log: Logger, { started, operation, caller, errors }: EndedOperation): void {
  log.info({ operation, caller, durationMs: Math.round(performance.now() - started), errors }, 'operation');
}
