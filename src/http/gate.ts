import type { AccountCall } from './account-call.ts';
import {
  aheadOf,
  firstOf,
  goesBefore,
  isBackground,
  isEmpty,
  isOpen,
  type Lane,
  openLane,
  sizeOf,
  type Waiting,
} from './lane.ts';
import { type NotAskedReason, notAsked } from './not-asked.ts';
import type { Begun, Pace } from './pace.ts';

/**
 * Lets the calls of one account go when there is room and their group may be asked: those that somebody looks at first,
 * and else first come, first served. A group that has to wait holds back no other.
 */
export interface Gate {
  /** Lets the call go where it may at once; null where it may not, or has ended. */
  enterNow(call: AccountCall, pace: Pace): Begun | null;
  /** Resolves when the call may go; rejects at once where it may not within its deadline, or too many wait already. */
  enter(call: AccountCall, pace: Pace): Promise<Begun>;
  /** Gives back the room of a call that is over, after its group was told of it. To be called once for each. */
  leave(pace: Pace): void;
  /** Looks again who of a group may go, which may have become more or fewer. */
  lookAgain(pace: Pace): void;
  /** Turns away all who wait. */
  close(refuse: (call: AccountCall) => Error): void;
}

interface GateOptions {
  readonly provider: string;
  /** Calls under way at once. */
  readonly maxConcurrency: number;
  /** Calls that may wait. */
  readonly longestQueue: number;
  /** Milliseconds, as the deadlines of calls count them. */
  readonly clock: () => number;
}

/** A gate that nobody has passed yet. */
export function createGate({ provider, maxConcurrency, longestQueue, clock }: GateOptions): Gate {
  const lanes = new Map<Pace, Lane>();
  let free = maxConcurrency;
  let waiting = 0;
  let lastNumber = 0;
  let timer: NodeJS.Timeout | undefined;

  function laneOf(pace: Pace): Lane {
    const known = lanes.get(pace);
    if (known !== undefined) return known;
    const lane = openLane(pace);
    lanes.set(pace, lane);
    return lane;
  }

  function enterNow(call: AccountCall, pace: Pace): Begun | null {
    if (call.signal.aborted || free === 0 || aheadOf(call, laneOf(pace)) > 0) return null;
    const now = clock();
    return pace.opensAt(now) <= now ? begin(pace, now) : null;
  }

  async function enter(call: AccountCall, pace: Pace): Promise<Begun> {
    call.signal.throwIfAborted();
    const begun = enterNow(call, pace);
    if (begun !== null) return begun;
    const lane = laneOf(pace);
    const now = clock();
    const tooLate = lateness(call, pace.earliest(aheadOf(call, lane), now), now);
    if (tooLate !== null) throw tooLate;
    if (waiting >= longestQueue) throw refusal(call, 'QUEUE_FULL');
    return wait(call, lane);
  }

  function begin(pace: Pace, now: number): Begun {
    free -= 1;
    return pace.begin(now);
  }

  function wait(call: AccountCall, lane: Lane): Promise<Begun> {
    const queue = isBackground(call) ? lane.background : lane.urgent;
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        leaveQueue();
        reject(call.signal.reason);
        schedule(clock());
      };
      const leaveQueue = () => {
        if (queue.delete(self)) waiting -= 1;
        call.signal.removeEventListener('abort', giveUp);
      };
      lastNumber += 1;
      const self: Waiting = {
        call,
        number: lastNumber,
        start() {
          leaveQueue();
          resolve(begin(lane.pace, clock()));
        },
        fail(error) {
          leaveQueue();
          reject(error);
        },
      };
      queue.add(self);
      waiting += 1;
      call.signal.addEventListener('abort', giveUp);
      schedule(clock());
    });
  }

  /** Lets go all who may, and sees to it that the next may when it can. */
  function open(): void {
    letGo(clock());
    schedule(clock());
  }

  function letGo(now: number): void {
    while (free > 0) {
      const next = nextToGo(now);
      if (next === null) break;
      next.start();
    }
  }

  function nextToGo(now: number): Waiting | null {
    let next: Waiting | null = null;
    for (const lane of lanes.values()) {
      const first = isOpen(lane, now) ? firstOf(lane) : null;
      if (first !== null && (next === null || goesBefore(first, next))) next = first;
    }
    return next;
  }

  /** Without room there is nothing to wake up for: whoever leaves opens the gate. */
  function schedule(now: number): void {
    clearTimeout(timer);
    timer = undefined;
    for (const lane of lanes.values()) lane.pace.want(Math.min(free, sizeOf(lane)), now);
    if (free === 0 || waiting === 0) return;
    let opening = Number.POSITIVE_INFINITY;
    for (const lane of lanes.values()) {
      if (!isEmpty(lane)) opening = Math.min(opening, lane.pace.opensAt(now));
    }
    timer = setTimeout(open, Math.max(1, Math.ceil(opening - now)));
  }

  /** Turns away who can no longer be in time, now that the group has to wait. */
  function turnAwayLate({ pace, urgent, background }: Lane, now: number): void {
    if (pace.opensAt(now) <= now) return;
    let ahead = 0;
    for (const each of [...urgent, ...background]) {
      const tooLate = lateness(each.call, pace.earliest(ahead, now), now);
      if (tooLate === null) ahead += 1;
      else each.fail(tooLate);
    }
  }

  function lookAgain(pace: Pace): void {
    const now = clock();
    letGo(now);
    turnAwayLate(laneOf(pace), now);
    schedule(now);
  }

  function lateness(call: AccountCall, at: number, now: number): Error | null {
    if (at <= now || call.deadline === undefined || at <= call.deadline) return null;
    return refusal(call, 'RATE_LIMIT', at - now);
  }

  function refusal({ now }: AccountCall, reason: NotAskedReason, afterMs: number | null = null): Error {
    const retryAfter = afterMs === null ? null : new Date(now().getTime() + afterMs);
    return notAsked(provider, { reason, retryAfter });
  }

  return {
    enterNow,
    enter,
    leave(pace) {
      free += 1;
      if (waiting > 0) lookAgain(pace);
    },
    lookAgain,
    close(refuse) {
      for (const { urgent, background } of lanes.values()) {
        for (const each of [...urgent, ...background]) each.fail(refuse(each.call));
      }
      schedule(clock());
    },
  };
}
