import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** What to start. */
export interface Program {
  readonly name: string;
  /** A JavaScript file. */
  readonly file: string;
  readonly arguments?: readonly string[];
  /** All that it finds in its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The CPU that it may use; null for any. */
  readonly cpu: number | null;
}

/** A process that was started. */
export interface RunningProgram {
  readonly name: string;
  readonly pid: number;
  /** Writes a line, and resolves to the next one that it writes. */
  ask(line: string): Promise<string>;
  /** The last that it wrote. */
  lastWords(): string;
  /** Whether it runs no more. */
  hasEnded(): boolean;
  stop(): Promise<void>;
}

/** Starts processes, and ends every one of them by its id. */
export interface Processes {
  start(program: Program): RunningProgram;
  /** Ends at once all that still run; for when there is no more time to wait. */
  killAll(): void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const graceMs = 3_000;
const keptLines = 20;

/** No process runs yet. */
export function createProcesses(): Processes {
  const running = new Set<Child>();
  return {
    start(program) {
      const child = spawnPinned(program);
      running.add(child);
      child.once('exit', () => running.delete(child));
      return watch(program.name, child);
    },
    killAll() {
      for (const child of running) child.kill('SIGKILL');
    },
  };
}

/** All run with the young generation that `npm start` gives billgraph: collecting garbage is much of what is measured. */
const flags = ['--max-semi-space-size=64'];

/** `taskset` becomes the program itself, so that its id is the program's. */
function spawnPinned({ file, arguments: more = [], environment = {}, cpu }: Program): Child {
  const command = [process.execPath, ...flags, file, ...more];
  const [first = '', ...rest] = cpu === null ? command : ['taskset', '-c', String(cpu), ...command];
  return spawn(first, rest, {
    env: { NODE_ENV: 'production', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Whoever waits for the next line. */
interface Waiting {
  resolve(line: string): void;
  reject(error: Error): void;
}

function watch(name: string, child: Child): RunningProgram {
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);
  const words: string[] = [];
  let waiting: Waiting | null = null;
  let ended = false;
  const lastWords = () => words.join('\n');
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      words.push(line);
      if (words.length > keptLines) words.shift();
      if (stream === child.stdout) waiting?.resolve(line);
    });
  }
  child.once('exit', () => {
    ended = true;
    waiting?.reject(new Error(`${name} ended: ${lastWords()}`));
  });
  return {
    name,
    pid,
    lastWords,
    hasEnded: () => ended,
    ask: (line) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        child.stdin.write(`${line}\n`);
      }),
    async stop() {
      if (ended) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exit;
      clearTimeout(patience);
    },
  };
}
