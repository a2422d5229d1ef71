import type { Plugin } from 'graphql-yoga';
import type { RequestContext } from '../request-context.ts';

/** Ends a request's upstream calls as soon as its answer is complete: nobody waits for them any more. */
export function useRequestEnd(): Plugin<RequestContext> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: () => args.contextValue.end(),
    }),
  };
}
