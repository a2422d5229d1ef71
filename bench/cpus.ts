import { readFileSync } from 'node:fs';

/** Where the processes of a run go; null where there is only one CPU for all. */
export interface Cpus {
  readonly count: number;
  readonly gateway: number | null;
  /** Of the load and of the upstream, which never wait for the gateway's. */
  readonly others: number | null;
}

/** The CPUs that this process may use, as Linux lists them: "0-1,4". */
export function readCpus(): Cpus {
  const list = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const allowed = list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  const [gateway = null, others = null] = allowed;
  return others === null
    ? { count: 1, gateway: null, others: null }
    : { count: allowed.length, gateway, others };
}
