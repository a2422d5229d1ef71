import { createPause } from './pause.ts';
import { createQuotaEstimate, type ToldQuota } from './quota.ts';
import { createRateWindow, type RateLimit } from './rate-limit.ts';
import type { SharedGroup } from './shared-account.ts';

/** A call that has been let go. */
export interface Begun {
  readonly startedAt: number;
  /** Its number among the calls of its group. */
  readonly number: number;
  /** Whether it is counted as a call to a stranger as well. */
  readonly isCold: boolean;
  /** Whether it is still counted as under way. */
  isUnderWay: boolean;
}

/** How an answer bears on when the next call may go. */
export type Reception =
  /** The provider knows the key. */
  | { readonly kind: 'recognised' }
  /** 429, with how long to stay away, where that was told. */
  | { readonly kind: 'limited'; readonly waitMs: number | null }
  /** It says nothing of the kind, or never came. */
  | { readonly kind: 'silent' };

/** When the calls of one group may go: under its limit, what its provider tells, and pauses. Milliseconds, on one clock. */
export interface Pace {
  /** When the next call may go, as things stand. */
  opensAt(now: number): number;
  /** The earliest at which a call may go that so many others wait before, whatever the answers under way bring. */
  earliest(ahead: number, now: number): number;
  begin(now: number): Begun;
  hear(call: Begun, told: ToldQuota, now: number): void;
  /** Its answer has begun; before its end, where that may take long. */
  answer(call: Begun, now: number): void;
  end(call: Begun, reception: Reception, now: number): void;
  pausedUntil(): number;
  /** Another process was told to stay away until then. */
  pauseUntil(at: number): void;
  /** So many calls wait that would find room now. */
  want(calls: number, now: number): void;
}

interface PaceOptions {
  readonly limit: RateLimit | null;
  /** While the provider has not recognised the key for five minutes. */
  readonly cold: RateLimit | null;
  /** Where other processes make calls of the group as well: they keep both limits together. */
  readonly shared?: SharedGroup | undefined;
}

const recognisedForMs = 5 * 60_000;

/** No calls yet, and a key that the provider has not seen. */
export function createPace({ limit, cold, shared }: PaceOptions): Pace {
  const window = shared === undefined ? limit && createRateWindow(limit) : shared.window;
  const coldWindow = shared === undefined ? cold && createRateWindow(cold) : null;
  const quota = createQuotaEstimate();
  const pause = createPause();
  let recognisedAt = Number.NEGATIVE_INFINITY;
  let underWay = 0;

  const isCold = (now: number) => now - recognisedAt >= recognisedForMs;

  const welcomeFrom = (ahead: number, now: number) => quota.earliest(ahead, Math.max(now, pause.until()));

  function warmEarliest(ahead: number, now: number): number {
    const from = welcomeFrom(ahead, now);
    return window?.earliest(ahead, from) ?? from;
  }

  function coldEarliest(ahead: number, now: number): number {
    const from = warmEarliest(ahead, now);
    return isCold(now) ? (coldWindow?.earliest(ahead, from) ?? from) : from;
  }

  function finish(call: Begun, now: number): void {
    if (!call.isUnderWay) return;
    call.isUnderWay = false;
    window?.finish(now);
    if (call.isCold) coldWindow?.finish(now);
  }

  return {
    opensAt: (now) => coldEarliest(0, now),
    // The first answer makes the key known, so that a limit of unknown ones stops nobody who can wait for it.
    earliest: (ahead, now) => (underWay > 0 ? warmEarliest(ahead, now) : coldEarliest(ahead, now)),
    begin(now) {
      underWay += 1;
      const begun = { startedAt: now, number: quota.start(now), isCold: isCold(now), isUnderWay: true };
      window?.start();
      if (begun.isCold) coldWindow?.start();
      return begun;
    },
    answer: finish,
    hear: ({ number }, told, now) => quota.hear(number, told, now),
    end(call, reception, now) {
      underWay -= 1;
      finish(call, now);
      if (reception.kind === 'limited') {
        pause.begin({ startedAt: call.startedAt, waitMs: reception.waitMs }, now);
        shared?.pause(pause.until() - now);
      }
      if (reception.kind !== 'recognised') return;
      recognisedAt = now;
      pause.end(call);
      shared?.recognise();
    },
    pausedUntil: pause.until,
    pauseUntil: pause.extend,
    want: (calls, now) => shared?.want(welcomeFrom(0, now) > now ? 0 : calls),
  };
}
