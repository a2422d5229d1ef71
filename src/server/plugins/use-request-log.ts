import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { RequestContext } from '../request-context.ts';

/** One log line for each GraphQL operation: its name, who asked, how long it took and how many errors it answered. */
export function useRequestLog(log: Logger): Plugin<RequestContext> {
  return {
    onExecute({ args }) {
      const started = performance.now();
      return {
        onExecuteDone({ result }) {
          const errors = 'errors' in result ? (result.errors?.length ?? 0) : 0;
          const name = getOperationAST(args.document, args.operationName)?.name?.value;
          const durationMs = Math.round(performance.now() - started);
          const caller = args.contextValue.caller.name;
          log.info({ operation: name ?? null, caller, durationMs, errors }, 'operation');
        },
      };
    },
  };
}
