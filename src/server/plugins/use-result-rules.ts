import type { Plugin } from 'graphql-yoga';
import { applyRules, type ResultRule } from '../answers/result-rule.ts';

/** Applies the rules to every result that Yoga writes. */
export function useResultRules(rules: readonly ResultRule[]): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (!Array.isArray(result) && !(Symbol.asyncIterator in result)) setResult(applyRules(result, rules));
    },
  };
}
