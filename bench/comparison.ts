import type { Group } from './cells.ts';
import type { Contestant } from './contestants.ts';
import { latenciesMs, type Workload } from './workloads.ts';

/** Every workload at every latency, for each of the contestants. */
export function createComparison(
  workloads: readonly Workload[],
  contestants: readonly Contestant[],
  seconds: number,
): readonly Group[] {
  return workloads.map(({ title, clients, requests }) => ({
    title,
    cells: contestants.map((contestant) => ({ contestant, clients, latenciesMs, seconds, requests })),
  }));
}
