import { z } from 'zod';
import type { Problem } from './problem.ts';

/** The value in order, or null and a problem for each thing that is wrong with it. */
export function check<Value>(
  schema: z.ZodType<Value>,
  input: unknown,
  path: string,
  problems: Problem[],
): Value | null {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.flatMap((issue) => toProblems(issue, path)));
  return null;
}

function toProblems(issue: z.core.$ZodIssue, root: string): readonly Problem[] {
  const path = [root, z.core.toDotPath(issue.path)].filter(Boolean).join('.');
  if (issue.code !== 'unrecognized_keys')
    return [{ path: path || 'BILLGRAPH_CONFIG', reason: issue.message }];
  return issue.keys.map((key) => ({
    path: path === '' ? key : `${path}.${key}`,
    reason: 'is not a known key',
  }));
}
