import type { GraphQLError, GraphQLResolveInfo } from 'graphql';

/** Where a field stands in the answer; undefined: at its root. */
export type Path = GraphQLResolveInfo['path'] | undefined;

/** One execution of an operation. */
export interface Run
  extends Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'operation' | 'variableValues' | 'rootValue'> {
  readonly contextValue: unknown;
  /** What has gone wrong so far. */
  readonly errors: GraphQLError[];
}

/** A value, or the promise of one. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
