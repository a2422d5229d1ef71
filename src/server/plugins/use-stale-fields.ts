import type { Plugin } from 'graphql-yoga';
import { extendResult } from '../answers/extend-result.ts';
import type { RequestContext } from '../request-context.ts';

/** Lists in `extensions.billgraph.stale` the fields that were read before; an answer without any has no such list. */
export function useStaleFields(): Plugin<RequestContext> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone({ result, setResult }) {
        const stale = args.contextValue.stale.list();
        if (stale.length === 0 || Symbol.asyncIterator in result) return;
        setResult(extendResult(result, { stale }));
      },
    }),
  };
}
