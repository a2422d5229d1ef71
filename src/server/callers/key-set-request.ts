import type { FetchImplementation } from 'jose';
import type { Logger } from 'pino';
import { z } from 'zod';

/** How long a key set that could not be had is not asked for again. */
export const keySetPauseSeconds = 5;

const keySetSchema = z.object({ keys: z.array(z.looseObject({})) });

/**
 * Fetches a key set and, where it is not to be had, tells the log once and fails for a while without asking again: all
 * that callers send meanwhile would otherwise become requests to an issuer that is in trouble already.
 */
export function createKeySetRequest(log: Logger): FetchImplementation {
  let askAgainAt = 0;

  return async (url, options) => {
    if (Date.now() < askAgainAt) throw new Error('the key set could not be had a moment ago');
    try {
      const response = await fetch(url, options);
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      return Response.json(keySetSchema.parse(await response.json()));
    } catch (error) {
      askAgainAt = Date.now() + keySetPauseSeconds * 1000;
      log.warn({ reason: reasonOf(error) }, 'the key set of the token issuer cannot be had');
      throw error;
    }
  };
}

/** What is not ours to tell, such as a body, stays out of the log. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error instanceof SyntaxError || error instanceof z.ZodError) return 'no key set';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name === 'Error' ? error.message : error.name;
}
