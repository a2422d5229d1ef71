import { createRateWindow, type RateLimit, type RateWindow } from '../http/rate-limit.ts';
import type { PermitGrant, PermitReport } from './permit-office.ts';

/** The permits of one group that this worker has, and how it comes by them. */
export interface Permits {
  readonly window: RateWindow;
  /** Sees to it that there are so many permits, and no more. */
  want(calls: number): void;
  /** Takes what the office gives. */
  take(grant: Omit<PermitGrant, 'group'>): void;
}

interface PermitsOptions {
  readonly limit: RateLimit | null;
  readonly report: (report: Pick<PermitReport, 'wanted' | 'used' | 'unused'>) => void;
  /** Told when there are more, or it is known when there will be. */
  readonly onTake: () => void;
  /** The clock of the calls. */
  readonly clock?: () => number;
}

/** How soon to look again where nobody has said yet when there will be a permit. */
const unknownMs = 5;

/** None in hand. What happens within one turn of the event loop is one report. */
export function createPermits({
  limit,
  report,
  onTake,
  clock = () => performance.now(),
}: PermitsOptions): Permits {
  // Of this worker's calls alone: the office knows more, but how many it may have in a row is seen from here.
  const own = limit && createRateWindow(limit);
  let inHand = 0;
  let onTheWay = 0;
  let noneBefore = Number.NEGATIVE_INFINITY;
  let news: Parameters<PermitsOptions['report']>[0] | null = null;

  function tell(kind: 'wanted' | 'used' | 'unused', calls: number): void {
    if (news === null) setImmediate(flush);
    const before = news ?? { wanted: 0, used: 0, unused: 0 };
    news = { ...before, [kind]: before[kind] + calls };
  }

  function flush(): void {
    if (news !== null) report(news);
    news = null;
  }

  return {
    window: {
      earliest(ahead, from) {
        if (inHand > ahead) return from;
        const known = Math.max(from + unknownMs, noneBefore);
        return own?.earliest(ahead, known) ?? known;
      },
      start() {
        inHand -= 1;
        own?.start();
      },
      finish(now) {
        own?.finish(now);
        tell('used', 1);
      },
    },
    want(calls) {
      const missing = calls - inHand - onTheWay;
      if (missing > 0) {
        onTheWay += missing;
        tell('wanted', missing);
      }
      const spare = inHand - calls;
      if (spare > 0) {
        inHand -= spare;
        tell('unused', spare);
      }
    },
    take({ calls, nextInMs }) {
      inHand += calls;
      onTheWay -= calls;
      noneBefore = nextInMs === null ? Number.NEGATIVE_INFINITY : clock() + nextInMs;
      onTake();
    },
  };
}
