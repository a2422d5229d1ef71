import type { AccountCall } from './account-call.ts';
import type { Pace } from './pace.ts';

/** A call that waits for its turn. */
export interface Waiting {
  readonly call: AccountCall;
  /** Its place among all who ever waited. */
  readonly number: number;
  /** Lets it go. */
  start(): void;
  /** Turns it away. */
  fail(error: unknown): void;
}

/** Who waits in one group, in their order. */
export interface Lane {
  readonly pace: Pace;
  readonly urgent: Set<Waiting>;
  readonly background: Set<Waiting>;
}

/** A group in which nobody waits yet. */
export function openLane(pace: Pace): Lane {
  return { pace, urgent: new Set(), background: new Set() };
}

/** How many of the group go before the call, if it comes now. */
export function aheadOf(call: AccountCall, lane: Lane): number {
  return isBackground(call) ? sizeOf(lane) : lane.urgent.size;
}

/** How many wait in it. */
export function sizeOf({ urgent, background }: Lane): number {
  return urgent.size + background.size;
}

/** Whether nobody waits in it. */
export function isEmpty(lane: Lane): boolean {
  return sizeOf(lane) === 0;
}

/** Whether somebody waits in it, and its group may be asked now. */
export function isOpen(lane: Lane, now: number): boolean {
  return !isEmpty(lane) && lane.pace.opensAt(now) <= now;
}

/** Who goes next of those who wait in it; null: nobody waits. */
export function firstOf({ urgent, background }: Lane): Waiting | null {
  for (const first of urgent) return first;
  for (const first of background) return first;
  return null;
}

/** Whether the one goes before the other, where both may go: what somebody looks at first, then as they came. */
export function goesBefore(one: Waiting, other: Waiting): boolean {
  if (isBackground(one.call) !== isBackground(other.call)) return isBackground(other.call);
  return one.number < other.number;
}

/** Whether nobody looks at what comes of the call. */
export function isBackground({ background }: AccountCall): boolean {
  return background === true;
}
