import type { ExecutionResult } from 'graphql';

/** What becomes of the result of an operation, executed or refused, before it is written. */
export type ResultRule = (result: ExecutionResult) => ExecutionResult;

/** All of the rules, one after the other. */
export function applyRules(result: ExecutionResult, rules: readonly ResultRule[]): ExecutionResult {
  return rules.reduce((ruled, rule) => rule(ruled), result);
}
