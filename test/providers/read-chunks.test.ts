import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { readChunks } from '../../src/providers/read-chunks.ts';

const down = new ProviderError({ provider: 'acme', failure: 'unavailable' });

describe('reading in chunks', () => {
  it('asks for each key once, and not at all without keys', async () => {
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

  it('has the failure of a chunk be an error of its own keys', async () => {
    const read = (keys: readonly string[]) =>
      keys.includes('c') ? Promise.reject(down) : Promise.resolve(new Map([['a', 1]]));
    expect([...(await readChunks(['a', 'b', 'c', 'd'], 2, read))]).toEqual([
      ['a', 1],
      ['c', down],
      ['d', down],
    ]);
  });

  it('does not reject when every chunk failed', async () => {
    const batch = await readChunks(['a', 'b', 'c'], 2, () => Promise.reject(down));
    expect([...batch]).toEqual(['a', 'b', 'c'].map((key) => [key, down]));
  });

  it('passes on what is no failure of the provider', async () => {
    const mistake = new TypeError('ours');
    const read = (keys: readonly string[]) =>
      keys.includes('c') ? Promise.reject(mistake) : Promise.resolve(new Map([['a', 1]]));
    await expect(readChunks(['a', 'b', 'c'], 2, read)).rejects.toBe(mistake);
  });
});
