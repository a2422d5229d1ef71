/**
 * What so many rows cost at most that are spread over several accounts in a way that is not known, where each account tells
 * what any number of rows costs there, none included.
 */
export function costOfDearestSplit(costs: readonly ((rows: number) => number)[], rows: number): number {
  const counts = Array.from({ length: rows + 1 }, (_, count) => count);
  const most = costs.reduce<readonly number[]>(
    (before, costOf) => {
      const here = counts.map(costOf);
      return counts.map((count) =>
        counts
          .slice(0, count + 1)
          .reduce((best, own) => Math.max(best, (before[count - own] ?? 0) + (here[own] ?? 0)), 0),
      );
    },
    counts.map(() => 0),
  );
  return most[rows] ?? 0;
}
