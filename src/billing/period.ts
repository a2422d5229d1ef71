/** A stretch of time, from `start` up to `end`. */
export interface Period {
  readonly start: Date;
  readonly end: Date;
}
