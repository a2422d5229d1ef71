import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';

/** Of the time that a request has left, what finding its customers may take: the rest is for what is asked about them. */
const shareOfFinding = 2 / 3;

/**
 * What the account gives, or its failure as `timed-out` where it takes so long that nothing could be asked about the
 * customers any more, be they its own or those of an account that has answered meanwhile.
 */
export function withPatience<Value>(
  provider: string,
  { deadline, onTooSlow }: Call,
  find: Promise<Value>,
): Promise<Value> {
  const leftMs = deadline === undefined ? 0 : deadline - performance.now();
  // Without a deadline it takes its time, and after it the signal ends it.
  if (leftMs <= 0) return find;
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      onTooSlow?.();
      reject(new ProviderError({ provider, failure: 'timed-out' }));
    };
    const timer = setTimeout(giveUp, leftMs * shareOfFinding);
    find.then(
      (found) => {
        clearTimeout(timer);
        resolve(found);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
