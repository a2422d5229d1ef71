import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Group, type MeasuredCell, measureGroups } from './cells.ts';
import { checkContestants, checkProviders } from './check.ts';
import { createComparison } from './comparison.ts';
import { titleOf } from './contestants.ts';
import { readCpus } from './cpus.ts';
import { type Field, openField } from './field.ts';
import { createClientGrowth, createCustomerGrowth } from './growth.ts';
import { type Options, readOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { createProcesses } from './processes.ts';
import { toComparisonTable, toGrowthTable, toReport } from './report.ts';
import { workloads } from './workloads.ts';

// Compares billgraph with the floor and with its peers: `npm run bench -- --only customer-16 --rounds 1`.

const root = fileURLToPath(new URL('..', import.meta.url));
const options = readOptions(process.argv.slice(2));
const processes = createProcesses();
process.once('exit', processes.killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

prepare(root);
const cpus = readCpus();
const field = await openField({
  processes,
  cpus,
  benchFolder: join(root, 'bench/dist'),
  billgraphFile: join(root, 'dist/main.js'),
});
try {
  await compare(field, options);
} finally {
  await field.close();
}

async function compare(
  field: Field,
  { only, contestants, rounds, seconds, isWhole }: Options,
): Promise<void> {
  const chosen = workloads.filter(({ name }) => only.has(name));
  await checkContestants(field, chosen, contestants);
  const growing = [
    ...(only.has('customers') ? createCustomerGrowth(seconds) : []),
    ...(only.has('clients') ? createClientGrowth(seconds) : []),
  ];
  if (growing.length > 0) await checkProviders(field);

  const measureAll = (groups: readonly Group[]) =>
    measureGroups(field, groups, { count: rounds, onMeasured: tell });
  const comparison = toComparisonTable(await measureAll(createComparison(chosen, contestants, seconds)));
  const growth = toGrowthTable(await measureAll(growing));
  const report = toReport({ cpus: cpus.count, rounds, seconds }, { comparison, growth });
  console.log(report);
  // Part of the work is no reason to lose the figures of all of it.
  if (isWhole) await writeFile(join(root, 'bench/RESULTS.md'), report);
}

/** Progress, beside what is the result. */
function tell({ title, clients, latencyMs, contestant, sample }: MeasuredCell): void {
  const setting = `${title}, ${clients} × ${latencyMs} ms, ${titleOf[contestant]}`;
  const { cpuMs, requestsPerSecond, calls } = sample;
  console.error(
    `${setting}: ${cpuMs.toFixed(3)} ms CPU, ${requestsPerSecond.toFixed(0)}/s, ${calls.toFixed(2)} calls`,
  );
}
