import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU time that a process has used so far, its own and the kernel's for it, over all threads. `/proc/<pid>/stat` tells the
 * same in steps of 10 ms, too coarse for a handful of slow requests.
 */
export function readCpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'), 10),
  );
  return nanoseconds.reduce((sum, some) => sum + some, 0) / 1e6;
}

/** The most memory that a process has had at once. */
export function readPeakMb(pid: number): number {
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
