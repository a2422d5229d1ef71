/** What the answers were, counted. */
export interface Tally {
  /** By code, or by what else came of a request. */
  count(what: string, times?: number): void;
  /** Tells of something that must not be; the first few are kept in words. */
  complain(about: string): void;
  complaints(): { readonly count: number; readonly first: readonly string[] };
  /** Everything so far, in one line. */
  summary(): string;
}

const mostKept = 20;

/** Nothing counted yet. */
export function createTally(): Tally {
  const counts = new Map<string, number>();
  const first: string[] = [];
  let complaints = 0;
  return {
    count: (what, times = 1) => void counts.set(what, (counts.get(what) ?? 0) + times),
    complain(about) {
      complaints += 1;
      if (first.length < mostKept) first.push(about);
    },
    complaints: () => ({ count: complaints, first }),
    summary: () =>
      Array.from(counts)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([what, count]) => `${what} ${count}`)
        .join(', '),
  };
}
