import { expect, it } from 'vitest';
import { askableKeys } from '../../src/providers/askable-keys.ts';

it.each<readonly [string, readonly string[], readonly string[]]>([
  ['none of none', [], []],
  ['each once, in their order', ['b', 'a', 'b'], ['b', 'a']],
  [
    'any text that can be sent',
    ['a/b', 'what?#', '100%', 'two words', '東京'],
    ['a/b', 'what?#', '100%', 'two words', '東京'],
  ],
  ['not what cannot be sent', ['', '.', '..', 'a\u0000b', '\ud800', 'x'.repeat(1025), 'a'], ['a']],
])('keys are asked for: %s', (_case, keys, expected) => {
  expect(askableKeys(keys)).toEqual(expected);
});
