import type { Field } from './field.ts';
import { measure, medianOf, type Sample, type Setting } from './measure.ts';

/** What is measured side by side: the same work for each contestant. */
export interface Group {
  readonly title: string;
  readonly cells: readonly Setting[];
}

/** One measurement, or the medians of several. */
export interface MeasuredCell extends Omit<Setting, 'latenciesMs'> {
  readonly title: string;
  readonly latencyMs: number;
  readonly sample: Sample;
}

/** How often to measure, and whom to tell of each measurement. */
export interface Rounds {
  readonly count: number;
  onMeasured(cell: MeasuredCell): void;
}

/**
 * Measures all cells in every round, each round of a group from the next contestant on; resolves to their medians, those
 * at the same latency next to each other.
 */
export async function measureGroups(
  field: Field,
  groups: readonly Group[],
  rounds: Rounds,
): Promise<readonly MeasuredCell[]> {
  const measured = new Map<Setting, (readonly Sample[])[]>();
  for (let round = 0; round < rounds.count; round += 1) {
    for (const { title, cells } of groups) {
      for (const cell of beginningAt(cells, round)) {
        const samples = await measure(field, cell);
        measured.set(cell, [...(measured.get(cell) ?? []), samples]);
        for (const each of toMeasured(title, cell, [samples])) rounds.onMeasured(each);
      }
    }
  }
  return groups.flatMap(({ title, cells }) =>
    cells
      .flatMap((cell) => toMeasured(title, cell, measured.get(cell) ?? []))
      .sort((one, other) => one.latencyMs - other.latencyMs),
  );
}

/** The medians over some rounds, at each latency. */
function toMeasured(
  title: string,
  { latenciesMs, ...cell }: Setting,
  rounds: readonly (readonly Sample[])[],
): readonly MeasuredCell[] {
  return latenciesMs.map((latencyMs, place) => ({
    ...cell,
    title,
    latencyMs,
    sample: medianOf(rounds.flatMap((samples) => samples[place] ?? [])),
  }));
}

function beginningAt<Item>(items: readonly Item[], place: number): readonly Item[] {
  const first = place % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
