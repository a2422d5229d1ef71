import { z } from 'zod';
import { ProviderError } from '../billing/provider-error.ts';

/**
 * What the schema makes of a provider's answer, or a bad response that says where it broke, without the values. The
 * schemas that reads go through are compiled (`z.compile`): what fits them takes a third of the time.
 */
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
    .map((issue) => `${z.core.toDotPath(issue.path.map(withoutText)) || '(root)'}: ${issue.code}`)
    .join('; ');
  throw new ProviderError({
    provider,
    failure: 'bad-response',
    detail,
    ...(status !== undefined && { status }),
  });
}

/** The keys of some answers are text, such as metadata's: what is no word does not go to the log. */
function withoutText(key: PropertyKey): PropertyKey {
  return typeof key === 'string' && !/^\w{1,64}$/.test(key) ? '*' : key;
}
