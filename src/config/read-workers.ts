import { availableParallelism } from 'node:os';
import type { ProviderSettings } from '../providers/settings.ts';
import { mostWorkers } from './file-schema.ts';
import type { Problem } from './problem.ts';

/** How many processes are to serve. The calls that an account may have under way are divided up: each needs one at least. */
export function readWorkers(
  chosen: number | 'auto',
  accounts: readonly ProviderSettings[],
  problems: Problem[],
): number {
  if (chosen === 'auto') {
    return Math.min(
      availableParallelism(),
      mostWorkers,
      ...accounts.map(({ maxConcurrency }) => maxConcurrency),
    );
  }
  for (const [index, { maxConcurrency }] of accounts.entries()) {
    if (maxConcurrency >= chosen) continue;
    const reason = `must be at least server.workers, which is ${chosen}: each has a part of it`;
    problems.push({ path: `providers[${index}].maxConcurrency`, reason });
  }
  return chosen;
}
