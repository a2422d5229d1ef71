import type { Call } from '../billing/call.ts';
import type { ProviderError } from '../billing/provider-error.ts';
import type { ProviderQuota, ProviderStatus } from '../billing/provider-status.ts';
import { createCircuitBreaker, type Evidence } from './circuit-breaker.ts';
import { hasAnswered, hasLeft, isTrouble, outcomeOf, receptionOf } from './evidence.ts';
import { createGate } from './gate.ts';
import { createHealth } from './health.ts';
import { notAsked } from './not-asked.ts';
import { type Begun, createPace, type Pace } from './pace.ts';
import type { ToldQuota } from './quota.ts';
import { createSilence } from './silence.ts';
import { type AccountLimits, noLimits } from './rate-limit.ts';

/** All calls to one account pass here, so that a fault of its own or of ours is not made worse by them. */
export interface AccountLine {
  /**
   * Resolves when the call may be made, and rejects where it may not: at once, where the account is down, asked too much
   * or waited for by too many; when the call's request ends, with the reason of that.
   */
  enter(call: Call, pathTemplate: string): Promise<Place>;
  /** Whether calls are turned away because the account is down. */
  isDown(): boolean;
  status(): ProviderStatus;
}

/** The place of one call that may be made now, and of which the line is to be told. */
export interface Place {
  /** Takes in what its answer tells about how much may still be asked. */
  readonly hear: (told: ToldQuota) => void;
  /** Its answer has begun, and may take long: the account is there. */
  answer(): void;
  /** It is over; null: all went well. To be called in any case, once. */
  leave(error: unknown): void;
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
  const { provider, maxConcurrency, longestQueue = 1_000, limitsOfOthers = [], onStatus } = options;
  const { most, cold, apart } = options.limits ?? noLimits;
  const breaker = createCircuitBreaker();
  const gate = createGate({ provider, maxConcurrency, longestQueue, clock });
  const health = createHealth();
  const silence = createSilence();
  const pace = createPace({ limit: most, cold });
  const pacesApart = new Map(Array.from(apart, ([path, limit]) => [path, createPace({ limit, cold: null })]));

  function refuseDown({ now }: Call): ProviderError {
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

  function createPlace(call: Call, { group, begun, isProbe, pathTemplate }: Entered): Place {
    const { startedAt } = begun;
    let mayProbe = isProbe;
    const tell = (outcome: Evidence['outcome'], path: string | null = null) => {
      record({ outcome, startedAt, isProbe: mayProbe, path });
      mayProbe = false;
    };
    return {
      hear(told) {
        group.hear(begun, told, clock());
        if (group === pace) health.hear(toQuota(told, call.now()));
      },
      answer() {
        silence.answer(clock());
        group.answer(begun, clock());
        tell('good');
      },
      leave(error) {
        const now = clock();
        const ended = {
          error,
          durationMs: now - startedAt,
          hasEnded: call.signal.aborted,
          isHurried: call.isHurried === true,
          silentMs: silence.ms(now),
        };
        if (hasAnswered(error)) silence.answer(now);
        if (call.isHurried !== true) silence.end(hasLeft(error));
        const outcome = options.isStale(error) ? 'none' : outcomeOf(ended);
        const reception = receptionOf({ error, now: call.now(), limitsOfOthers });
        group.end(begun, reception, now);
        if (isTrouble(error, { outcome, reception }))
          health.fail(error, Date.now() + group.pausedUntil() - now);
        tell(outcome, hasAnswered(error) ? pathTemplate : null);
        gate.leave(group);
      },
    };
  }

  return {
    async enter(call, pathTemplate) {
      call.signal.throwIfAborted();
      const admission = breaker.admit(clock());
      if (admission === 'refused') throw refuseDown(call);
      const isProbe = admission === 'probe';
      const group = pacesApart.get(pathTemplate) ?? pace;
      try {
        const begun = await gate.enter(call, group);
        if (call.isHurried !== true) silence.begin(begun.startedAt);
        return createPlace(call, { group, begun, isProbe, pathTemplate });
      } catch (error) {
        // Whoever asks next is the probe.
        record({ outcome: 'none', startedAt: clock(), isProbe, path: null });
        throw error;
      }
    },
    isDown: breaker.isBroken,
    status: health.status,
  };
}

/** A call that has passed the gate. */
interface Entered {
  readonly group: Pace;
  readonly begun: Begun;
  readonly isProbe: boolean;
  readonly pathTemplate: string;
}

function toQuota({ remaining, limit, resetInMs }: ToldQuota, now: Date): ProviderQuota {
  const resetsAt = resetInMs === null ? null : new Date(now.getTime() + resetInMs);
  return { remaining, limit, resetsAt };
}
