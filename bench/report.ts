import type { MeasuredCell } from './cells.ts';
import { titleOf } from './contestants.ts';
import type { Sample } from './measure.ts';

/** What a run was. */
export interface RunFacts {
  readonly cpus: number;
  readonly rounds: number;
  readonly seconds: number;
}

/** The figures of a table, and how each is written. */
const figures = [
  { title: 'CPU ms/request', of: ({ cpuMs }) => cpuMs, digits: 3 },
  { title: 'requests/s', of: ({ requestsPerSecond }) => requestsPerSecond, digits: 0 },
  { title: 'p50 ms', of: ({ p50Ms }) => p50Ms, digits: 2 },
  { title: 'p99 ms', of: ({ p99Ms }) => p99Ms, digits: 2 },
  { title: 'calls/request', of: ({ calls }) => calls, digits: 2 },
  { title: 'peak MB', of: ({ peakMb }) => peakMb, digits: 0 },
] as const satisfies readonly Figure[];

interface Figure {
  readonly title: string;
  readonly of: (sample: Sample) => number;
  readonly digits: number;
}

/** One line for each contestant, with what it is of the floor in the same group. */
export function toComparisonTable(cells: readonly MeasuredCell[]): string {
  const floors = new Map(
    cells.flatMap((cell) => (cell.contestant === 'floor' ? [[groupOf(cell), cell.sample]] : [])),
  );
  return toTable(
    ['workload', 'clients', 'upstream ms', 'gateway', ...figures.map(({ title }) => title)],
    cells.map((cell) => [
      cell.title,
      String(cell.clients),
      String(cell.latencyMs),
      titleOf[cell.contestant],
      ...figures.map((figure) => toComparedText(figure, cell, floors.get(groupOf(cell)))),
    ]),
  );
}

/** One line for each step of growth. */
export function toGrowthTable(cells: readonly MeasuredCell[]): string {
  return toTable(
    ['billgraph over', 'clients', 'upstream ms', ...figures.map(({ title }) => title)],
    cells.map(({ title, clients, latencyMs, sample }) => [
      title,
      String(clients),
      String(latencyMs),
      ...figures.map((figure) => toText(figure, sample)),
    ]),
  );
}

/** The whole report. */
export function toReport(
  { cpus, rounds, seconds }: RunFacts,
  { comparison, growth }: { readonly comparison: string; readonly growth: string },
): string {
  const node = process.versions.node.split('.')[0];
  return `# What billgraph costs

Written by \`npm run bench\`: ${cpus} cores, Node ${node}; medians of ${rounds} rounds of ${seconds} s.${placement(cpus)}
Each gateway was warmed up until its requests became no cheaper, and measured at both latencies one after the other.
In brackets: how many times the floor's figure. The floor is a hand-written \`node:http\` and undici endpoint that makes
the same calls with the same batching and writes the same answer, without GraphQL. Every request of a workload asks for
another customer or page, but where the same one is the point. billgraph logs no line for each operation here
(\`LOG_LEVEL=warn\`), as the others do not.

${comparison}${growth && `\n## How cost grows\n\n${growth}`}`;
}

function placement(cpus: number): string {
  return cpus < 2
    ? '\nGateway, load and upstream share one core.'
    : '\nThe gateway has one core, load and upstream share another.';
}

function groupOf({ title, clients, latencyMs }: MeasuredCell): string {
  return `${title} ${clients} ${latencyMs}`;
}

function toComparedText(figure: Figure, cell: MeasuredCell, floor: Sample | undefined): string {
  const text = toText(figure, cell.sample);
  if (floor === undefined || cell.contestant === 'floor') return text;
  const least = figure.of(floor);
  return least === 0 ? text : `${text} (${(figure.of(cell.sample) / least).toFixed(2)}×)`;
}

function toText({ of, digits }: Figure, sample: Sample): string {
  return of(sample).toFixed(digits);
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const isText = (column: number) => rows.some((row) => Number.isNaN(Number.parseFloat(row[column] ?? '')));
  const rule = head.map((_, column) => (isText(column) ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
