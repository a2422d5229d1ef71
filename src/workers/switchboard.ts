import type { Worker } from 'node:cluster';
import { type FromWorker, fromWorkerSchema, type ToWorker } from './messages.ts';
import { createPermitOffice } from './permit-office.ts';

/** Where the messages of workers come in: what they ask is answered, and what they tell each other is passed on. */
export interface Switchboard {
  /** Told the URL when the worker is ready. */
  connect(number: number, worker: Worker, onReady: (url: string) => void): void;
  disconnect(number: number): void;
  tell(number: number, message: ToWorker): void;
  tellAll(message: ToWorker): void;
  close(): void;
}

/** Nobody is connected yet. Workers are called by their numbers. */
export function createSwitchboard(): Switchboard {
  const connected = new Map<number, Worker>();
  const office = createPermitOffice({
    grant: (number, grant) => tell(number, { kind: 'grant', ...grant }),
  });

  function tell(number: number, message: ToWorker): void {
    const worker = connected.get(number);
    // That it has ended is told by the end of its process.
    if (worker?.isConnected()) worker.send(message, () => {});
  }

  function hear(number: number, message: Exclude<FromWorker, { kind: 'ready' }>): void {
    switch (message.kind) {
      case 'report':
        office.report(number, message);
        return;
      case 'recognised':
        office.recognise(message.group);
        return;
      default:
        for (const other of connected.keys()) if (other !== number) tell(other, message);
    }
  }

  return {
    tell,
    connect(number, worker, onReady) {
      connected.set(number, worker);
      worker.on('message', (content) => {
        const message = fromWorkerSchema.safeParse(content).data;
        if (message?.kind === 'ready') onReady(message.url);
        // All its permits count as used since it has ended; what it says of them only comes late.
        else if (message?.kind === 'report' && connected.get(number) !== worker) return;
        else if (message !== undefined) hear(number, message);
      });
    },
    disconnect(number) {
      connected.delete(number);
      office.leave(number);
    },
    tellAll(message) {
      for (const number of connected.keys()) tell(number, message);
    },
    close: office.close,
  };
}
