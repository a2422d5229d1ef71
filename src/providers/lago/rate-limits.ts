import { type AccountLimits, noLimits } from '../../http/rate-limit.ts';

/**
 * The limits of Lago's own hosts, which hold for an organization over all of its keys. A Lago of one's own has none.
 * https://getlago.com/docs/api-reference/rate-limits
 */
export function publishedLimits(host: string): AccountLimits {
  if (host !== 'getlago.com' && !host.endsWith('.getlago.com')) return noLimits;
  return {
    most: { requests: 50, perSeconds: 1 },
    cold: null,
    apart: new Map([['/customers/{}/current_usage', { requests: 200, perSeconds: 1 }]]),
  };
}
