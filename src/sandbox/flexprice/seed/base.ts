import { environmentId, tenantId, userId } from '../record-ids.ts';
import type { BaseColumns } from '../rows/base-columns.ts';
import { addMonths, toTimestamp } from '../timestamp.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The times of a seed, all told from the moment at which it is made. */
export interface SeedCalendar {
  /** So many days from now, to the second; a negative number is past. */
  day(days: number): string;
  /** Midnight UTC so many days from now, moved on by whole months. */
  midnight(days: number, months?: number): string;
}

/** A calendar around the time `now`. */
export function createSeedCalendar(now: Date): SeedCalendar {
  const second = Math.floor(now.getTime() / 1000) * 1000;
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  return {
    day: (days) => toTimestamp(new Date(second + days * dayMs)),
    midnight: (days, months = 0) => toTimestamp(addMonths(new Date(today + days * dayMs), months)),
  };
}

/** The base columns of a row that was made at this time and never touched again. */
export function baseColumnsAt(id: string, createdAt: string): BaseColumns {
  return {
    id,
    environment_id: environmentId,
    tenant_id: tenantId,
    status: 'published',
    created_at: createdAt,
    updated_at: createdAt,
    created_by: userId,
    updated_by: userId,
  };
}
