import { z } from 'zod';
import type { Problem } from './problem.ts';

/** The value in order, or null and a problem for each thing that is wrong with it. */
export function check<Value>(
  schema: z.ZodType<Value>,
  input: unknown,
  path: string,
  problems: Problem[],
): Value | null {
  const parsed = schema.safeParse(input, { error: describe });
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.flatMap((issue) => toProblems(issue, path)));
  return null;
}

/** What is expected, in words; never the value, which may be a key. */
function describe(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${withArticle(issue.expected)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'array') return 'must have at least one entry';
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    default:
      return 'is not one of the values it may have';
  }
}

function withArticle(type: string): string {
  if (type === 'int' || type === 'number') return 'a whole number';
  return type === 'string' ? 'text' : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
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
