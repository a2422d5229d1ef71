import { timestamp } from '../timestamp.ts';

/** The time so many days from now; negative for the past. */
export type Calendar = (days: number) => string;

const dayMs = 24 * 60 * 60 * 1000;

/** A calendar around the time at which the sandbox starts, so that the seed never goes stale. */
export function createCalendar(now: Date): Calendar {
  return (days) => timestamp(new Date(now.getTime() + Math.round(days * dayMs)));
}
