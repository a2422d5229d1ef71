import { expect, it } from 'vitest';
import { distinctKeys } from '../../src/providers/distinct-keys.ts';

it.each<readonly [readonly string[], readonly string[]]>([
  [[], []],
  [['a'], ['a']],
  [
    ['b', 'a', 'b', 'a'],
    ['b', 'a'],
  ],
])('of %j tells each once: %j', (keys, distinct) => {
  expect(distinctKeys(keys)).toEqual(distinct);
});
