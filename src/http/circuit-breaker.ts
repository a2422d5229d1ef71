import { createRecentTimes, type RecentTimes } from './recent-times.ts';

/** Whether a call may be made: as one of many, alone to see whether the account answers again, or not. */
type Admission = 'normal' | 'probe' | 'refused';

/** What a call that is over says about the account. */
export interface Evidence {
  /** `none`: the call was given up, or not made. */
  readonly outcome: 'good' | 'bad' | 'none';
  readonly startedAt: number;
  readonly isProbe: boolean;
  /** The template of the path whose answer was bad; null: there was none, or no answer. */
  readonly path: string | null;
}

/**
 * Keeps calls away from an account that fails, so that it costs next to nothing and is not made worse. Times are in
 * milliseconds, on any one clock.
 */
export interface CircuitBreaker {
  admit(now: number): Admission;
  /** Each call that was let through is to be told of, once or (first how it begins, then how it ends) twice. */
  record(evidence: Evidence, now: number): void;
  /** Whether calls are kept away, but for one at a time. */
  isBroken(): boolean;
  /** When a call that is refused now may be tried again. */
  retryAt(now: number): number;
}

/** In a row. */
const mostFailures = 5;

/** Of outcomes that came within `ms`. */
const failureRate = { ms: 10_000, leastOutcomes: 10, share: 0.5 } as const;

/** Until the next probe. */
const openMs = { first: 2_000, longest: 8_000 } as const;

/** Calls that began so far apart fail for themselves, even where the first is still waiting for its answer. */
const apartMs = 1_000;

interface CountedFailure {
  readonly startedAt: number;
  readonly endedAt: number;
}

type State =
  | { readonly kind: 'closed'; readonly since: number }
  | { readonly kind: 'open'; readonly until: number; readonly ms: number }
  | { readonly kind: 'half-open'; readonly ms: number };

/** An account of which nothing bad is known. */
export function createCircuitBreaker(): CircuitBreaker {
  let state: State = { kind: 'closed', since: Number.NEGATIVE_INFINITY };
  let tally = createTally();

  function open(ms: number, now: number): void {
    state = { kind: 'open', until: now + ms, ms };
  }

  function recordProbe(outcome: Evidence['outcome'], ms: number, now: number): void {
    switch (outcome) {
      case 'good':
        state = { kind: 'closed', since: now };
        tally = createTally();
        return;
      case 'bad':
        open(Math.min(ms * 2, openMs.longest), now);
        return;
      case 'none':
        state = { kind: 'open', until: now, ms };
    }
  }

  return {
    admit(now) {
      if (state.kind === 'closed') return 'normal';
      if (state.kind === 'half-open' || now < state.until) return 'refused';
      state = { kind: 'half-open', ms: state.ms };
      return 'probe';
    },
    record({ outcome, startedAt, isProbe, path }, now) {
      if (isProbe && state.kind === 'half-open') recordProbe(outcome, state.ms, now);
      // What began before it was closed says nothing about the time since.
      else if (state.kind !== 'closed' || outcome === 'none' || startedAt < state.since) return;
      else if (outcome === 'good') tally.addGood(now);
      else if (tally.addBad({ startedAt, path }, now)) open(openMs.first, now);
    },
    isBroken: () => state.kind !== 'closed',
    // The probe under way may take any time: it is worth looking again soon.
    retryAt: (now) => (state.kind === 'open' ? Math.max(now, state.until) : now + openMs.first),
  };
}

type Failure = Pick<Evidence, 'startedAt' | 'path'>;

interface Tally {
  addGood(now: number): void;
  /** Whether this makes too many. */
  addBad(failure: Failure, now: number): boolean;
}

/**
 * Counts outcomes. Calls that failed together, as on one broken page, are one failure; and one path that answers badly among
 * others that answer well is no bad account.
 */
function createTally(): Tally {
  const good = createRecentTimes(failureRate.ms);
  const bad = createRecentTimes(failureRate.ms);
  const badOf = new Map<string | null, RecentTimes>();
  let inARow = 0;
  let last: CountedFailure | null = null;

  function add(path: string | null, now: number): void {
    const times = badOf.get(path) ?? createRecentTimes(failureRate.ms);
    badOf.set(path, times);
    times.add(now);
    bad.add(now);
  }

  function isOfOnePath(failures: number, now: number): boolean {
    const [unanswered, ...paths] = [null, ...[...badOf.keys()].filter((path) => path !== null)].map(
      (path) => badOf.get(path)?.count(now) ?? 0,
    );
    return (unanswered ?? 0) * 2 < failures && paths.filter((count) => count > 0).length < 2;
  }

  function isOfItsOwn(startedAt: number): boolean {
    return last === null || startedAt >= last.endedAt || startedAt >= last.startedAt + apartMs;
  }

  return {
    addGood(now) {
      inARow = 0;
      good.add(now);
    },
    addBad({ startedAt, path }, now) {
      if (!isOfItsOwn(startedAt)) return false;
      last = { startedAt, endedAt: now };
      inARow += 1;
      add(path, now);
      const failures = bad.count(now);
      const outcomes = failures + good.count(now);
      const isMostly = outcomes >= failureRate.leastOutcomes && failures >= outcomes * failureRate.share;
      return inARow >= mostFailures || (isMostly && !isOfOnePath(failures, now));
    },
  };
}
