import { type AccountLimits, noLimits } from '../http/rate-limit.ts';
import type { ProviderSettings } from './settings.ts';

/**
 * How often an account may be asked: as its settings say, for all calls together, or else as its provider publishes for
 * the host where it is.
 */
export function limitsOf(
  { rateLimit, baseUrl }: ProviderSettings,
  publishedAt: (host: string) => AccountLimits,
): AccountLimits {
  return rateLimit === undefined ? publishedAt(new URL(baseUrl).hostname) : { ...noLimits, most: rateLimit };
}
