import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { selectOperation } from '../../graphql/pricing/select-operation.ts';
import type { DocumentCache } from '../demand/document-cache.ts';
import { logOperation } from '../log-operation.ts';
import type { AskedContext } from '../request-context.ts';
import type { RunOperation } from '../run-operation.ts';
import { errorsOfVariables } from './use-error-limit.ts';

/** What runs operations. */
interface RunPluginOptions {
  readonly run: RunOperation;
  readonly documents: Pick<DocumentCache, 'noteValid'>;
  readonly log: Logger;
}

/**
 * Runs what comes through Yoga as everything is run, and notes its document: what is executed is valid. Belongs behind
 * whatever may stop an execution.
 */
export function useRunOperation({ run, documents, log }: RunPluginOptions): Plugin<AskedContext> {
  function tell({ document, operationName }: ExecutionArgs, { asked }: AskedContext, started: number) {
    const operation = getOperationAST(document, operationName)?.name?.value ?? null;
    return (result: ExecutionResult | AsyncIterable<unknown>) => {
      const errors = 'errors' in result ? (result.errors?.length ?? 0) : 0;
      logOperation(log, { started, operation, caller: asked.context.caller.name, errors });
    };
  }

  return {
    onExecute({ args, setExecuteFn, setResultAndStopExecution }) {
      documents.noteValid(args.document);
      const selected = selectOperation(args);
      if (selected !== null) {
        setExecuteFn(() => run(selected, args.contextValue.asked));
        return undefined;
      }
      const told = tell(args, args.contextValue, performance.now());
      const errors = errorsOfVariables(args);
      if (errors.length > 0) {
        setResultAndStopExecution({ errors });
        told({ errors });
        return undefined;
      }
      // The interpreter tells that there is no such operation.
      return { onExecuteDone: ({ result }) => told(result) };
    },
  };
}
