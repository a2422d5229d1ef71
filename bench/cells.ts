import type { Field } from './field.ts';
import { measure, medianOf, type Sample, type Setting } from './measure.ts';

/** What is measured side by side: the same work for each contestant. */
export interface Group {
  readonly title: string;
  readonly cells: readonly Setting[];
}

/** One measurement, or the medians of several. */
export interface MeasuredCell extends Setting {
  readonly title: string;
  readonly sample: Sample;
}

/** How often to measure, and whom to tell of each measurement. */
export interface Rounds {
  readonly count: number;
  onMeasured(cell: MeasuredCell): void;
}

/** Measures all cells in every round, each round of a group from the next contestant on; resolves to their medians. */
export async function measureGroups(
  field: Field,
  groups: readonly Group[],
  rounds: Rounds,
): Promise<readonly MeasuredCell[]> {
  const samples = new Map<Setting, Sample[]>();
  for (let round = 0; round < rounds.count; round += 1) {
    for (const { title, cells } of groups) {
      for (const cell of beginningAt(cells, round)) {
        const sample = await measure(field, cell);
        samples.set(cell, [...(samples.get(cell) ?? []), sample]);
        rounds.onMeasured({ ...cell, title, sample });
      }
    }
  }
  return groups.flatMap(({ title, cells }) =>
    cells.map((cell) => ({ ...cell, title, sample: medianOf(samples.get(cell) ?? []) })),
  );
}

function beginningAt<Item>(items: readonly Item[], place: number): readonly Item[] {
  const first = place % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
