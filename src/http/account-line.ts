import type { ProviderError } from '../billing/provider-error.ts';
import type { ProviderQuota, ProviderStatus } from '../billing/provider-status.ts';
import type { AccountCall } from './account-call.ts';
import { createCircuitBreaker, type Evidence } from './circuit-breaker.ts';
import {
  goneWell,
  hasAnswered,
  hasLeft,
  isTrouble,
  type Judged,
  outcomeOf,
  receptionOf,
} from './evidence.ts';
import { createGate } from './gate.ts';
import { createHealth } from './health.ts';
import { notAsked } from './not-asked.ts';
import { type Begun, createPace, type Pace } from './pace.ts';
import type { ToldQuota } from './quota.ts';
import { type AccountLimits, noLimits, type RateLimit } from './rate-limit.ts';
import type { SharedAccount } from './shared-account.ts';
import { createSilence } from './silence.ts';

/** All calls to one account pass here, so that a fault of its own or of ours is not made worse by them. */
export interface AccountLine {
  /** The place of a call that may be made at once; null where `enter` tells when it may, or why not. */
  enterNow(call: AccountCall, pathTemplate: string): Place | null;
  /**
   * Resolves when the call may be made, and rejects where it may not: at once, where the account is down, asked too much
   * or waited for by too many; when the call's request ends, with the reason of that.
   */
  enter(call: AccountCall, pathTemplate: string): Promise<Place>;
  /** Takes in what the answer to a call tells about how much may still be asked. */
  hear(place: Place, told: ToldQuota): void;
  /** The answer to a call has begun, and may take long: the account is there. */
  answer(place: Place): void;
  /** A call is over; null: all went well. To be called in any case, once. */
  leave(place: Place, error: unknown): void;
  /** Whether calls are turned away because the account is down. */
  isDown(): boolean;
  status(): ProviderStatus;
}

/** One call that may be made now, and of which the line is to be told. */
export interface Place {
  readonly call: AccountCall;
  readonly pathTemplate: string;
  /** What it is counted in. */
  readonly group: Pace;
  readonly begun: Begun;
  /** Whether its outcome tells if the account is there again; the first that is told does. */
  isProbe: boolean;
}

/** An account that was asked too often to no avail, or answers again. */
export interface StatusChange {
  readonly provider: string;
  readonly state: 'DOWN' | 'UP';
}

/** What there is to know of an account for its line. */
export interface AccountLineOptions {
  readonly provider: string;
  /** Calls under way at once. */
  readonly maxConcurrency: number;
  /** Calls that may wait for their turn; absent: 1,000. */
  readonly longestQueue?: number | undefined;
  /** How often it may be asked; absent: as often as it takes. */
  readonly limits?: AccountLimits | undefined;
  /** The reasons of those 429 that are about another's limit, so that asking for something else may go well. */
  readonly limitsOfOthers?: readonly string[] | undefined;
  /** What the process has in common with others that ask the account of this name; absent: there are none. */
  readonly share?: ((provider: string) => SharedAccount) | undefined;
  /** Told when calls begin to be turned away, and when that is over. */
  readonly onStatus?: ((change: StatusChange) => void) | undefined;
  /** Whether the failure says nothing about the account, since its connection was closed before the call. */
  readonly isStale: (error: unknown) => boolean;
}

/** The line of one account, in this process. The clock is that of the calls' deadlines. */
export function createAccountLine(
  options: AccountLineOptions,
  clock: () => number = () => performance.now(),
): AccountLine {
  const { provider, longestQueue = 1_000, limitsOfOthers = [], onStatus } = options;
  const shared = options.share?.(provider);
  const maxConcurrency = shared?.partOf(options.maxConcurrency) ?? options.maxConcurrency;
  const { most, cold, apart } = options.limits ?? noLimits;
  const breaker = createCircuitBreaker();
  const gate = createGate({ provider, maxConcurrency, longestQueue, clock });
  const health = createHealth();
  const silence = createSilence();
  const pace = openPace({ path: null, limit: most, cold });
  const pacesApart = new Map(
    Array.from(apart, ([path, limit]) => [path, openPace({ path, limit, cold: null })]),
  );

  function openPace(group: Group): Pace {
    const opened: Pace = createPace({
      ...group,
      shared: shared?.openGroup({
        ...group,
        onOpen: () => gate.lookAgain(opened),
        onPause(ms) {
          opened.pauseUntil(clock() + ms);
          gate.lookAgain(opened);
        },
      }),
    });
    return opened;
  }

  function refuseDown({ now }: AccountCall): ProviderError {
    const waitMs = breaker.retryAt(clock()) - clock();
    return notAsked(provider, { reason: 'CIRCUIT_OPEN', retryAfter: new Date(now().getTime() + waitMs) });
  }

  function record(evidence: Evidence): void {
    const wasBroken = breaker.isBroken();
    breaker.record(evidence, clock());
    if (breaker.isBroken() === wasBroken) return;
    if (wasBroken) health.comeUp();
    else {
      health.goDown();
      gate.close(refuseDown);
    }
    onStatus?.({ provider, state: wasBroken ? 'UP' : 'DOWN' });
  }

  const groupOf = (pathTemplate: string) => pacesApart.get(pathTemplate) ?? pace;

  function begin(place: Place): Place {
    if (place.call.isHurried !== true) silence.begin(place.begun.startedAt);
    return place;
  }

  function tell(place: Place, outcome: Evidence['outcome'], path: string | null): void {
    const { isProbe, begun } = place;
    record({ outcome, startedAt: begun.startedAt, isProbe, path });
    place.isProbe = false;
  }

  return {
    enterNow(call, pathTemplate) {
      if (breaker.isBroken()) return null;
      const group = groupOf(pathTemplate);
      const begun = gate.enterNow(call, group);
      return begun && begin({ call, pathTemplate, group, begun, isProbe: false });
    },
    async enter(call, pathTemplate) {
      call.signal.throwIfAborted();
      const admission = breaker.admit(clock());
      if (admission === 'refused') throw refuseDown(call);
      const isProbe = admission === 'probe';
      const group = groupOf(pathTemplate);
      try {
        const begun = await gate.enter(call, group);
        return begin({ call, pathTemplate, group, begun, isProbe });
      } catch (error) {
        // Whoever asks next is the probe.
        record({ outcome: 'none', startedAt: clock(), isProbe, path: null });
        throw error;
      }
    },
    hear({ call, group, begun }, told) {
      group.hear(begun, { ...told, remaining: shared?.partOf(told.remaining) ?? told.remaining }, clock());
      if (group === pace) health.hear(toQuota(told, call.now()));
    },
    answer(place) {
      silence.answer(clock());
      place.group.answer(place.begun, clock());
      tell(place, 'good', null);
    },
    leave(place, error) {
      const now = clock();
      const { call, group, begun } = place;
      const judged = error === null ? goneWell : judge(place, error, now);
      if (hasAnswered(error)) silence.answer(now);
      if (call.isHurried !== true) silence.end(hasLeft(error));
      group.end(begun, judged.reception, now);
      if (isTrouble(error, judged)) health.fail(error, Date.now() + group.pausedUntil() - now);
      tell(place, judged.outcome, hasAnswered(error) ? place.pathTemplate : null);
      gate.leave(group);
    },
    isDown: breaker.isBroken,
    status: health.status,
  };

  function judge({ call, begun }: Place, error: unknown, now: number): Judged {
    const ended = {
      error,
      durationMs: now - begun.startedAt,
      hasEnded: call.signal.aborted,
      isHurried: call.isHurried === true,
      silentMs: silence.ms(now),
    };
    return {
      outcome: options.isStale(error) ? 'none' : outcomeOf(ended),
      reception: receptionOf({ error, now: call.now(), limitsOfOthers }),
    };
  }
}

/** Calls that are counted together. */
interface Group {
  /** The template of the path whose calls are counted apart; null: all others. */
  readonly path: string | null;
  readonly limit: RateLimit | null;
  readonly cold: RateLimit | null;
}

function toQuota({ remaining, limit, resetInMs }: ToldQuota, now: Date): ProviderQuota {
  const resetsAt = resetInMs === null ? null : new Date(now.getTime() + resetInMs);
  return { remaining, limit, resetsAt };
}
