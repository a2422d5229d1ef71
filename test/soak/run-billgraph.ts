import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const vitalSignsSchema = z.object({
  heapBytes: z.number(),
  rssBytes: z.number(),
  sockets: z.number(),
  timers: z.number(),
  resources: z.number(),
});

/** What a process holds, right after its garbage was collected. */
export type VitalSigns = z.infer<typeof vitalSignsSchema>;

/** A billgraph in a process of its own, so that nothing but its own memory is measured. */
export interface WatchedBillgraph {
  /** Where the graph is. */
  readonly url: string;
  readVitalSigns(): Promise<VitalSigns>;
  /** Asks it to stop by SIGKILL; resolves when it has. */
  stop(): Promise<void>;
}

/** Starts it with a configuration file. */
export async function runBillgraph(configuration: string): Promise<WatchedBillgraph> {
  const child = fork(fileURLToPath(new URL('billgraph-process.ts', import.meta.url)), {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    env: { PATH: process.env.PATH ?? '', PORT: '0', BILLGRAPH_CONFIG: configuration },
  });
  const [started] = await once(child, 'message');
  return {
    url: z.object({ url: z.string() }).parse(started).url,
    async readVitalSigns() {
      child.send('vital signs');
      const [told] = await once(child, 'message');
      return vitalSignsSchema.parse(told);
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
