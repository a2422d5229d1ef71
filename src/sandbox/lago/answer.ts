import { json, type SandboxAnswer } from '../http-server.ts';
import { formatDecimal } from './decimal.ts';
import { formatTime } from './time.ts';

/** A success. Lago answers 200 to everything, creations and deletions included. */
export function ok(value: unknown): SandboxAnswer {
  return json(200, toWire(value));
}

/** Rows keep points in time as dates and decimals as bigints; on the wire both are text. */
function toWire(value: unknown): unknown {
  if (typeof value === 'bigint') return formatDecimal(value);
  if (value instanceof Date) return formatTime(value);
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toWire(member)]));
}
