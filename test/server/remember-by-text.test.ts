import { expect, it } from 'vitest';
import { rememberByText } from '../../src/server/remember-by-text.ts';

function count() {
  const asked: string[] = [];
  const find = rememberByText((text) => {
    asked.push(text);
    return text.startsWith('a');
  });
  return { asked, find };
}

it('what was found out about a text is not found out again, whatever it was', () => {
  const { asked, find } = count();
  expect(['a', 'b', 'a', 'b', ''].map(find)).toEqual([true, false, true, false, false]);
  expect(asked).toEqual(['a', 'b', '']);
});

it('only the texts used last are remembered, and no long ones', () => {
  const { asked, find } = count();
  find('a');
  for (let other = 0; other < 100; other += 1) find(`b${other}`);
  expect(find('a')).toBe(true);
  expect(asked.filter((text) => text === 'a')).toHaveLength(2);
  const long = 'a'.repeat(201);
  expect([find(long), find(long)]).toEqual([true, true]);
  expect(asked.filter((text) => text === long)).toHaveLength(2);
});
