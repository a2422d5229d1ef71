import { expect, it } from 'vitest';
import { distinctRows } from '../../src/providers/distinct-rows.ts';

interface Row {
  readonly id: string | null;
  readonly version: number;
}

const row = (id: string | null, version = 1): Row => ({ id, version });

it.each<readonly [string, readonly Row[], readonly Row[]]>([
  ['no rows are none', [], []],
  ['different rows stay as they are', [row('b'), row('a')], [row('b'), row('a')]],
  [
    'a row that comes again keeps its place and is the later one',
    [row('b', 1), row('a'), row('b', 2)],
    [row('b', 2), row('a')],
  ],
  ['rows without an id are kept apart', [row(null), row('a'), row(null)], [row(null), row('a'), row(null)]],
])('%s', (_case, rows, expected) => {
  expect(distinctRows(rows, ({ id }) => id)).toEqual(expected);
});
