import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { RequestContext } from '../request-context.ts';

/** An operation that has come to its end, as the log tells it. */
interface EndedOperation {
  readonly operation: string | null;
  /** The caller's name. */
  readonly caller: string;
  /** When it began, on the clock of `performance.now()`. */
  readonly started: number;
  readonly errors: number;
}

/** Writes the one line that the log has for each operation: its name, who asked, how long it took and how many errors it answered. */
export function logOperation(log: Logger, { started, operation, caller, errors }: EndedOperation): void {
  log.info({ operation, caller, durationMs: Math.round(performance.now() - started), errors }, 'operation');
}

/** One log line for each operation that is executed. */
export function useRequestLog(log: Logger): Plugin<RequestContext> {
  return {
    onExecute({ args }) {
      const started = performance.now();
      return {
        onExecuteDone({ result }) {
          const operation = getOperationAST(args.document, args.operationName)?.name?.value ?? null;
          const errors = 'errors' in result ? (result.errors?.length ?? 0) : 0;
          logOperation(log, { started, operation, caller: args.contextValue.caller.name, errors });
        },
      };
    },
  };
}
