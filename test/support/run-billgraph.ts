import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A billgraph as a process of its own. */
export interface BillgraphProcess {
  /** Everything that it wrote, to either stream. */
  readonly lines: readonly string[];
  /** Resolves to its endpoint when it is ready; rejects when it ends before. */
  readonly url: Promise<string>;
  /** Resolves to the exit code; null where a signal killed it. */
  readonly ended: Promise<number | null>;
  /** Resolves to the first line that has the text, as soon as it is there. */
  until(text: string): Promise<string>;
  signal(name: NodeJS.Signals): void;
  stop(): void;
}

/** How to run it. */
interface RunOptions {
  /** Absent: as it is. */
  readonly log?: 'as it is' | 'trace';
  /** A module that is loaded before the program. */
  readonly preload?: string;
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

/** Starts it with a configuration file. */
export function runBillgraph(configuration: string, { log, preload }: RunOptions = {}): BillgraphProcess {
  const program =
    log === 'trace' ? ['--input-type=module', '--eval', outspoken] : [new URL(source('main.ts')).pathname];
  const before = preload === undefined ? [] : ['--import', preload];
  const child = spawn(process.execPath, ['--import', 'tsx', ...before, ...program], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', BILLGRAPH_CONFIG: configuration },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of waiting.splice(0)) look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const over = ended.then(() => Promise.reject(new Error(`has ended: ${lines.join('\n')}`)));
  // Not everybody waits for it.
  over.catch(() => {});

  async function until(text: string): Promise<string> {
    for (;;) {
      const found = lines.find((line) => line.includes(text));
      if (found !== undefined) return found;
      await Promise.race([new Promise<void>((look) => waiting.push(look)), over]);
    }
  }

  const url = until('billgraph ready').then((line) => lineSchema.parse(JSON.parse(line)).url);
  url.catch(() => {});
  return {
    lines,
    url,
    ended,
    until,
    signal: (name) => void child.kill(name),
    stop: () => void child.kill('SIGKILL'),
  };
}
