import { createRateWindow, type RateLimit } from '../http/rate-limit.ts';

/** What a worker says of its calls of one group since it last did. */
export interface PermitReport {
  /** Which account and which of its limits. */
  readonly group: string;
  readonly limit: RateLimit | null;
  /** While the provider does not know the key. */
  readonly cold: RateLimit | null;
  /** Calls that it has asked for anew. */
  readonly wanted: number;
  /** Permits with which it has made a call. */
  readonly used: number;
  /** Permits that it has no call for. */
  readonly unused: number;
}

/** What a worker may do. */
export interface PermitGrant {
  readonly group: string;
  readonly calls: number;
  /** How long, about, until the next one; null: it has all that it wanted. */
  readonly nextInMs: number | null;
}

/** Gives out permits for calls, so that all workers together keep the limits of each group. */
export interface PermitOffice {
  report(worker: number, report: PermitReport): void;
  /** The provider knows the key. */
  recognise(group: string): void;
  /** The worker has ended. Nobody knows how many of its permits it has used. */
  leave(worker: number): void;
  close(): void;
}

interface OfficeOptions {
  readonly grant: (worker: number, grant: PermitGrant) => void;
  /** In milliseconds. */
  readonly clock?: () => number;
}

/** No permits given yet. */
export function createPermitOffice({ grant, clock = () => performance.now() }: OfficeOptions): PermitOffice {
  const groups = new Map<string, Group>();

  function groupOf({ group, limit, cold }: PermitReport): Group {
    const known = groups.get(group);
    if (known !== undefined) return known;
    const opened = openGroup({
      limit,
      cold,
      clock,
      grant: (worker, given) => grant(worker, { group, ...given }),
    });
    groups.set(group, opened);
    return opened;
  }

  return {
    report: (worker, report) => groupOf(report).report(worker, report),
    recognise: (group) => groups.get(group)?.recognise(),
    leave(worker) {
      for (const group of groups.values()) group.leave(worker);
    },
    close() {
      for (const group of groups.values()) group.close();
    },
  };
}

interface Group {
  report(worker: number, report: Pick<PermitReport, 'wanted' | 'used' | 'unused'>): void;
  recognise(): void;
  leave(worker: number): void;
  close(): void;
}

interface GroupOptions extends Pick<PermitReport, 'limit' | 'cold'> {
  readonly clock: () => number;
  readonly grant: (worker: number, given: Omit<PermitGrant, 'group'>) => void;
}

/** A provider forgets a key that it has not seen for so long. */
const recognisedForMs = 5 * 60_000;

/** After so long, no answer is likely to come to the calls under way. */
const longestAnswerMs = 10_000;

/**
 * A permit that was given counts as a call yet to be made until its worker says that its call is over, and from then on as
 * one that was made then: late, if at all, so that a slow message makes calls fewer and never more.
 */
function openGroup({ limit, cold, clock, grant }: GroupOptions): Group {
  const window = limit && createRateWindow(limit);
  const coldWindow = cold && createRateWindow(cold);
  /** Those who want some, in the order of their turns. */
  const wanted = new Map<number, number>();
  const held = new Map<number, number>();
  let recognisedAt = Number.NEGATIVE_INFINITY;
  let lastUsedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const heldByAll = () => [...held.values()].reduce((sum, count) => sum + count, 0);
  const isCold = (now: number) => now - recognisedAt >= recognisedForMs;

  const warmOpensAt = (now: number) => window?.earliest(heldByAll(), now) ?? now;

  function opensAt(now: number): number {
    const from = warmOpensAt(now);
    return isCold(now) ? (coldWindow?.earliest(heldByAll(), from) ?? from) : from;
  }

  function count(calls: number, now: number): void {
    if (calls > 0) lastUsedAt = now;
    for (const counting of isCold(now) ? [window, coldWindow] : [window]) {
      for (let call = 0; call < calls; call += 1) {
        counting?.start();
        counting?.finish(now);
      }
    }
  }

  function giveOut(): void {
    const now = clock();
    const given = new Map<number, number>();
    for (let [next] = wanted.keys(); next !== undefined && opensAt(now) <= now; [next] = wanted.keys()) {
      change(held, next, 1);
      given.set(next, (given.get(next) ?? 0) + 1);
      const left = (wanted.get(next) ?? 0) - 1;
      // It is the others' turn.
      wanted.delete(next);
      if (left > 0) wanted.set(next, left);
    }
    schedule(now);
    // An answer that is to come may make the key known: nobody who can wait for it is to be turned away.
    const answersMayCome = held.size > 0 || now - lastUsedAt < longestAnswerMs;
    const expected = answersMayCome ? warmOpensAt(now) : opensAt(now);
    const nextInMs = Math.ceil(expected - now);
    for (const [worker, calls] of given)
      grant(worker, { calls, nextInMs: wanted.has(worker) ? nextInMs : null });
    for (const worker of wanted.keys()) if (!given.has(worker)) grant(worker, { calls: 0, nextInMs });
  }

  function schedule(now: number): void {
    clearTimeout(timer);
    timer = wanted.size === 0 ? undefined : setTimeout(giveOut, Math.max(1, Math.ceil(opensAt(now) - now)));
  }

  return {
    report(worker, report) {
      count(report.used, clock());
      change(held, worker, -report.used - report.unused);
      change(wanted, worker, report.wanted);
      giveOut();
    },
    recognise() {
      recognisedAt = clock();
      giveOut();
    },
    leave(worker) {
      count(held.get(worker) ?? 0, clock());
      held.delete(worker);
      wanted.delete(worker);
      giveOut();
    },
    close: () => clearTimeout(timer),
  };
}

/** Numbers by worker, of which those that are zero are not kept. */
function change(counts: Map<number, number>, worker: number, by: number): void {
  const count = Math.max(0, (counts.get(worker) ?? 0) + by);
  if (count === 0) counts.delete(worker);
  else counts.set(worker, count);
}
