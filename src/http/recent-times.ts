/** Moments in the order in which they came, each for as long as the stretch behind it lasts. */
export interface RecentTimes {
  add(now: number): void;
  /** How many lie within the stretch that ends now. */
  count(now: number): number;
  /** How many are kept: those that had not passed when the last one came. */
  size(): number;
  /** The one at this place among those that are kept, the oldest being 0. */
  at(index: number): number | undefined;
}

/** Below this many that have passed, making room costs more than it saves. */
const leastToDrop = 256;

/** None yet; the stretch is in milliseconds. */
export function createRecentTimes(stretchMs: number): RecentTimes {
  let times: number[] = [];
  let first = 0;

  function dropPassed(now: number): void {
    while ((times[first] ?? Number.POSITIVE_INFINITY) + stretchMs <= now) first += 1;
    if (first < leastToDrop || first * 2 < times.length) return;
    times = times.slice(first);
    first = 0;
  }

  return {
    add(now) {
      dropPassed(now);
      times.push(now);
    },
    count(now) {
      dropPassed(now);
      return times.length - first;
    },
    size: () => times.length - first,
    at: (index) => times[first + index],
  };
}
