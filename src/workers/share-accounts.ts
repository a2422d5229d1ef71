import type { SharedAccount, SharedGroup } from '../http/shared-account.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { createPermits } from './permits.ts';

/** Which of the workers this is, and how it speaks to the first process. */
interface ShareOptions {
  /** From 1. */
  readonly number: number;
  readonly workers: number;
  readonly send: (message: FromWorker) => void;
  readonly listen: (listener: (message: ToWorker) => void) => void;
}

/** The provider keeps the key in mind for five times as long. */
const recognisedAgainMs = 60_000;

/**
 * What a worker has in common with the others that ask an account: limits are kept by the first process, which is asked
 * before each call that has one; calls under way at once are divided up; pauses are told around.
 */
export function shareAccounts({
  number,
  workers,
  send,
  listen,
}: ShareOptions): (provider: string) => SharedAccount {
  return (provider) => ({
    // The first ones have one more where it does not come out even.
    partOf: (all) => Math.floor((all + workers - number) / workers),
    openGroup({ path, limit, cold, onOpen, onPause }): SharedGroup {
      const group = path === null ? provider : `${provider} ${path}`;
      const permits =
        limit === null && cold === null
          ? null
          : createPermits({
              limit,
              report: (report) => send({ kind: 'report', group, limit, cold, ...report }),
              onTake: onOpen,
            });
      let recognisedAt = Number.NEGATIVE_INFINITY;
      listen((message) => {
        if (message.kind === 'grant' && message.group === group) permits?.take(message);
        if (message.kind === 'paused' && message.group === group) onPause(message.ms);
      });
      return {
        window: permits?.window ?? null,
        want: (calls) => permits?.want(calls),
        pause: (ms) => send({ kind: 'paused', group, ms }),
        recognise() {
          if (cold === null || performance.now() - recognisedAt < recognisedAgainMs) return;
          recognisedAt = performance.now();
          send({ kind: 'recognised', group });
        },
      };
    },
  });
}
