import type { ExecutionResult } from 'graphql';

/** What billgraph tells beside the data, in `extensions.billgraph`. */
export interface BillgraphExtension {
  /** What was asked of each account, by its configured name. */
  readonly upstream?: object;
  /** The fields that were read before, as their providers could not be asked now. */
  readonly stale?: readonly object[];
}

/** The result with more to tell in `extensions.billgraph`, beside what is told there already. */
export function extendResult(result: ExecutionResult, told: BillgraphExtension): ExecutionResult {
  const { billgraph: before } = result.extensions ?? {};
  const billgraph = { ...(typeof before === 'object' ? before : {}), ...told };
  return { ...result, extensions: { ...result.extensions, billgraph } };
}
