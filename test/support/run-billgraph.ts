import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A billgraph as a process of its own. */
export interface BillgraphProcess {
  /** Everything that it wrote, to either stream. */
  readonly lines: readonly string[];
  /** Resolves to its endpoint when it is ready; rejects when it ends before. */
  readonly url: Promise<string>;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
  stop(): void;
}

const source = (path: string) => new URL(`../../src/${path}`, import.meta.url).href;

/** What main does, with a log that leaves nothing out. */
const outspoken = `
  import { pino } from 'pino';
  import { readConfig } from '${source('config/read-config.ts')}';
  import { startBillgraph } from '${source('start.ts')}';
  const log = pino({ base: null, level: 'trace' }, pino.destination({ fd: 1, sync: true }));
  const { url } = await startBillgraph(readConfig(process.env), log);
  log.info({ url }, 'billgraph ready');
`;

const lineSchema = z.object({ msg: z.literal('billgraph ready'), url: z.string() });

/** Starts it with a configuration file: as it is, or with its log at the level trace. */
export function runBillgraph(configuration: string, log: 'as it is' | 'trace'): BillgraphProcess {
  const program =
    log === 'trace' ? ['--input-type=module', '--eval', outspoken] : [new URL(source('main.ts')).pathname];
  const child = spawn(process.execPath, ['--import', 'tsx', ...program], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', BILLGRAPH_CONFIG: configuration },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const url = new Promise<string>((resolve, reject) => {
    const take = (line: string) => {
      lines.push(line);
      const ready = line.includes('billgraph ready')
        ? lineSchema.safeParse(JSON.parse(line)).data
        : undefined;
      if (ready !== undefined) resolve(ready.url);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', take);
    void ended.then(() => reject(new Error(`ended before it was ready: ${lines.join('\n')}`)));
  });
  // Not everybody waits for it.
  url.catch(() => {});
  return { lines, url, ended, stop: () => void child.kill('SIGKILL') };
}
