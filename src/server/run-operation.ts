import { type ExecutionResult, GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import type { SelectedOperation } from '../graphql/pricing/selected-field.ts';
import { extendResult } from './answers/extend-result.ts';
import type { CallerRateLimit } from './demand/caller-rate-limit.ts';
import type { Limits } from './demand/limits.ts';
import { callsMade, createAdmitOperation } from './demand/operation-price.ts';
import { createExecuteCompiled } from './execution/execute-compiled.ts';
import { logOperation } from './log-operation.ts';
import type { RequestContext } from './request-context.ts';

/** What operations are run with. */
interface RunOptions {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly limits: Limits;
  /** null: no caller is charged. */
  readonly rateLimit: CallerRateLimit | null;
}

/** Brings a query or a mutation that is valid and has its variables in order from its price to its result. */
export type RunOperation = (
  operation: SelectedOperation,
  request: RequestContext,
) => Promise<ExecutionResult>;

/**
 * Runs operations. One that is refused for its price is in the log as well. `extensions.billgraph` tells which fields were
 * read before and, to who asks, what was asked of each account.
 */
export function createRunOperation({ schema, log, limits, rateLimit }: RunOptions): RunOperation {
  const admit = createAdmitOperation(limits, rateLimit);
  const execute = createExecuteCompiled(schema);

  function tell(result: ExecutionResult, { context, budget, tellsCalls }: RequestContext): ExecutionResult {
    const told = tellsCalls
      ? extendResult(result, { upstream: Object.fromEntries(budget.spending()) })
      : result;
    const stale = context.stale.list();
    return stale.length === 0 ? told : extendResult(told, { stale });
  }

  return async (operation, request) => {
    const started = performance.now();
    const { context, budget, onAdmitted } = request;
    const name = operation.definition.name?.value ?? null;
    const admitted = await admit(operation, request);
    const isRefused = admitted instanceof GraphQLError;
    if (!isRefused) {
      const isQuery = operation.definition.operation === OperationTypeNode.QUERY;
      onAdmitted?.({ name, isQuery, price: admitted.total });
    }
    const result = isRefused ? { errors: [admitted] } : await execute(operation, context);
    // As soon as its answer is complete nobody waits any more for what is still under way.
    request.end();
    logOperation(log, {
      started,
      operation: name,
      caller: context.caller.name,
      errors: result.errors?.length ?? 0,
    });
    if (!isRefused && rateLimit !== null) {
      await rateLimit.takeMore(context.caller.name, callsMade(budget.spending()) - admitted.total);
    }
    return tell(result, request);
  };
}
