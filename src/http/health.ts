import type { ProviderError } from '../billing/provider-error.ts';
import type { ProviderQuota, ProviderStatus } from '../billing/provider-status.ts';

/** Keeps what can be told about how an account is doing. */
export interface Health {
  /** A call failed in a way that says something about the account, which is now left alone until then. */
  fail(error: ProviderError, pausedUntil: number): void;
  /** Calls are kept away from now on. */
  goDown(): void;
  /** It answers again. */
  comeUp(): void;
  hear(quota: ProviderQuota): void;
  status(): ProviderStatus;
}

/** After a failure, an account is not quite well for so long. */
const troubledMs = 30_000;

/** An account of which nothing bad is known. The clock is that of `Date.now`, and so is `pausedUntil`. */
export function createHealth(clock: () => number = Date.now): Health {
  const trouble = { since: 0, until: Number.NEGATIVE_INFINITY };
  let upSince = clock();
  let downSince: number | null = null;
  let lastFailure: ProviderError | null = null;
  let quota: ProviderQuota | null = null;

  function stateOf(now: number): Pick<ProviderStatus, 'state' | 'since'> {
    if (downSince !== null) return { state: 'DOWN', since: new Date(downSince) };
    if (now < trouble.until) return { state: 'DEGRADED', since: new Date(trouble.since) };
    return { state: 'UP', since: new Date(Math.max(upSince, trouble.until)) };
  }

  return {
    fail(error, pausedUntil) {
      const now = clock();
      lastFailure = error;
      if (now >= trouble.until) trouble.since = now;
      trouble.until = Math.max(trouble.until, now + troubledMs, pausedUntil);
    },
    goDown() {
      downSince = clock();
    },
    comeUp() {
      downSince = null;
      upSince = clock();
      trouble.since = upSince;
    },
    hear(told) {
      quota = told;
    },
    status: () => ({ ...stateOf(clock()), lastFailure, quota }),
  };
}
