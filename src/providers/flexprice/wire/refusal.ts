import { z } from 'zod';

/** The code goes to the log, so that only a word is taken for one. */
const refusalSchema = z.object({ code: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/) });

/** Deployments from before April 2026 answer with a message and no code. */
const olderRefusalSchema = z.object({ success: z.literal(false), error: z.object({ message: z.string() }) });

/**
 * Flexprice's code for a refusal, in both of its error shapes. null for what comes from around the handlers: a missing
 * key, an unknown route, a panic.
 */
export function toReason(status: number, body: unknown): string | null {
  const coded = refusalSchema.safeParse(body);
  // Only this pair proves an absence; the status of an error is picked at random where two codes apply to it.
  if (coded.success) return coded.data.code === 'not_found' && status !== 404 ? null : coded.data.code;
  return olderRefusalSchema.safeParse(body).success ? reasonOfStatus(status) : null;
}

function reasonOfStatus(status: number): string | null {
  switch (status) {
    case 404:
      return 'not_found';
    case 409:
      return 'already_exists';
    default:
      return null;
  }
}
