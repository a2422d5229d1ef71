/** The whole seconds until a time, as Retry-After has them; 0 where it has come. */
export function secondsUntil(time: Date, now: Date): number {
  return Math.max(0, Math.ceil((time.getTime() - now.getTime()) / 1000));
}
