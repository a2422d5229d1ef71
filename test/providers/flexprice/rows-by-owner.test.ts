import { describe, expect, test } from 'vitest';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { readChunks, valueAt } from '../../../src/providers/flexprice/rows-by-owner.ts';

const down = new ProviderError({ provider: 'flexprice-eu', failure: 'unavailable' });

describe('reading in chunks', () => {
  test('asks for each key once, and not at all without keys', async () => {
    const asked: (readonly string[])[] = [];
    const read = async (keys: readonly string[]) => {
      asked.push(keys);
      return new Map(keys.map((key) => [key, key.toUpperCase()]));
    };
    expect([...(await readChunks(['a', 'b', 'a', 'c'], 2, read))]).toEqual([
      ['a', 'A'],
      ['b', 'B'],
      ['c', 'C'],
    ]);
    expect((await readChunks([], 2, read)).size).toBe(0);
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  test('rejects when every chunk failed', async () => {
    await expect(readChunks(['a', 'b', 'c'], 2, () => Promise.reject(down))).rejects.toBe(down);
  });

  test('passes on what is no failure of the provider', async () => {
    const mistake = new TypeError('ours');
    const read = (keys: readonly string[]) =>
      keys.includes('c') ? Promise.reject(mistake) : Promise.resolve(new Map([['a', 1]]));
    await expect(readChunks(['a', 'b', 'c'], 2, read)).rejects.toBe(mistake);
  });
});

test('a value of a batch is found, absent or its own error', () => {
  const batch = new Map<string, number | ProviderError>([
    ['found', 1],
    ['failed', down],
  ]);
  expect(valueAt(batch, 'found')).toBe(1);
  expect(valueAt(batch, 'absent')).toBeNull();
  expect(() => valueAt(batch, 'failed')).toThrow(down);
});
