import { z } from 'zod';
import { ProviderError } from '../billing/provider-error.ts';

/** What the schema makes of a provider's answer, or a bad response that says where it broke, without the values. */
export function validate<Value>(
  provider: string,
  schema: z.ZodType<Value>,
  answer: unknown,
  status?: number,
): Value {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${z.core.toDotPath(issue.path) || '(root)'}: ${issue.code}`)
    .join('; ');
  throw new ProviderError({
    provider,
    failure: 'bad-response',
    detail,
    ...(status !== undefined && { status }),
  });
}
