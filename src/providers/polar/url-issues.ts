import type { FieldIssue } from '../../billing/write-refusal.ts';

const longestUrl = 2083;

/** What Polar would have against a URL that it is to lead people to; nothing where there is none. */
export function urlIssues(path: readonly string[], url: string | null): readonly FieldIssue[] {
  const problem = url === null ? null : urlProblem(url);
  return problem === null ? [] : [{ path, message: problem }];
}

function urlProblem(text: string): string | null {
  if (text.length > longestUrl) return `must not be longer than ${longestUrl} characters`;
  const isPlain = !/[\s\p{Cc}\p{Cs}]/u.test(text);
  return isPlain && /^https?:\/\//i.test(text) && URL.canParse(text) ? null : 'must be an http or https URL';
}
