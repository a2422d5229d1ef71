import cluster from 'node:cluster';
import { RateLimiterCluster } from 'rate-limiter-flexible';
import type { SharedAccount } from '../http/shared-account.ts';
import type { FellowProcesses } from '../server/fellow-processes.ts';
import { type FromWorker, type ToWorker, toWorkerSchema } from './messages.ts';
import type { Membership } from './membership.ts';
import { shareAccounts } from './share-accounts.ts';

/** A worker's end of what it has in common with the others. */
export interface JoinedWorkers {
  readonly fellows: FellowProcesses;
  readonly share: (provider: string) => SharedAccount;
  /** Whether all workers were ready once. */
  isComplete(): boolean;
  /** This one takes traffic. */
  ready(url: string): void;
  /** Told when this worker is to stop, within so many milliseconds; null: the first process is gone. */
  onStop(listener: (withinMs: number | null) => void): void;
}

/** After so long without an answer, whoever asks is refused. */
const longestAnswerMs = 1_000;

/** Speaks to the first process on behalf of this one, which is a worker. */
export function joinWorkers({ number, workers }: Membership): JoinedWorkers {
  // Left alone, a worker would end at once when the first process is gone, whatever is under way.
  if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
  const listeners = new Set<(message: ToWorker) => void>();
  let isComplete = false;

  function send(message: FromWorker): void {
    // That it is gone is told by the end of the channel.
    if (process.connected) process.send?.(message, undefined, undefined, () => {});
  }

  process.on('message', (content) => {
    const message = toWorkerSchema.safeParse(content).data;
    if (message === undefined) return;
    if (message.kind === 'complete') isComplete = true;
    for (const listener of listeners) listener(message);
  });

  return {
    fellows: {
      createLimiter: (limit) =>
        new RateLimiterCluster({ ...limit, keyPrefix: 'caller', timeoutMs: longestAnswerMs }),
      tellWritten: ({ account, customers }) =>
        send({ kind: 'written', written: { account, customers: [...customers] } }),
      listenForWritten: (listener) =>
        listeners.add((message) => {
          if (message.kind === 'written') listener(message.written);
        }),
    },
    share: shareAccounts({ number, workers, send, listen: (listener) => listeners.add(listener) }),
    isComplete: () => isComplete,
    ready: (url) => send({ kind: 'ready', url }),
    onStop(listener) {
      listeners.add((message) => {
        if (message.kind === 'stop') listener(message.withinMs);
      });
      process.once('disconnect', () => listener(null));
    },
  };
}
