import { type AccountLimits, noLimits } from '../../http/rate-limit.ts';

const perMinute: ReadonlyMap<string, number> = new Map([
  ['api.polar.sh', 500],
  ['sandbox-api.polar.sh', 100],
]);

/**
 * The limits of Polar's own hosts, which hold for an organization over all of its tokens. Until a token that it has not
 * seen for five minutes is recognised, its calls count as a stranger's.
 */
export function publishedLimits(host: string): AccountLimits {
  const requests = perMinute.get(host);
  if (requests === undefined) return noLimits;
  return {
    most: { requests, perSeconds: 60 },
    cold: { requests: 60, perSeconds: 60 },
    apart: new Map(),
  };
}
