/** So many calls, at most, in any stretch of so many seconds. */
export interface RateLimit {
  readonly requests: number;
  readonly perSeconds: number;
}
