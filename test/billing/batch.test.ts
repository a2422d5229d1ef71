import { describe, expect, it } from 'vitest';
import { failAll, mapBatch, nullIfFailed, readEach } from '../../src/billing/batch.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';

const failure = new ProviderError({ provider: 'acme', failure: 'unavailable' });
const other = new ProviderError({ provider: 'acme', failure: 'bad-response' });
const mistake = new TypeError('bug');

/** The length of a text; some fail, and "gone" does not exist. */
function lengthOf(text: string): number | null {
  if (text === 'down') throw failure;
  if (text === 'bug') throw mistake;
  return text === 'gone' ? null : text.length;
}

describe('reading each key', () => {
  it('keeps a failure with its key and leaves out what does not exist', async () => {
    const batch = await readEach(['a', 'down', 'gone', 'bb'], async (key) => lengthOf(key));
    expect(batch).toEqual(
      new Map<string, unknown>([
        ['a', 1],
        ['down', failure],
        ['bb', 2],
      ]),
    );
  });

  it('does not keep a mistake of ours', async () => {
    await expect(readEach(['a', 'bug'], async (key) => lengthOf(key))).rejects.toBe(mistake);
  });
});

describe('mapping a batch', () => {
  it('keeps the failures that are there and those of the mapping', () => {
    const batch = new Map([
      ['x', 'a'],
      ['y', 'down'],
    ]);
    expect(mapBatch(new Map<string, string | ProviderError>([...batch, ['z', other]]), lengthOf)).toEqual(
      new Map<string, unknown>([
        ['x', 1],
        ['y', failure],
        ['z', other],
      ]),
    );
  });

  it('does not keep a mistake of ours', () => {
    expect(() => mapBatch(new Map([['x', 'bug']]), lengthOf)).toThrow(mistake);
  });
});

describe('failing all keys', () => {
  it('gives each the failure, and does not keep a mistake of ours', () => {
    expect(failAll(['a', 'b'], failure)).toEqual(
      new Map([
        ['a', failure],
        ['b', failure],
      ]),
    );
    expect(() => failAll(['a'], mistake)).toThrow(mistake);
  });
});

describe('what is welcome but not needed', () => {
  it('is null where the provider failed, and a mistake of ours where we did', async () => {
    expect(await nullIfFailed(Promise.resolve(7))).toBe(7);
    expect(await nullIfFailed(null)).toBeNull();
    expect(await nullIfFailed(Promise.reject(failure))).toBeNull();
    await expect(nullIfFailed(Promise.reject(mistake))).rejects.toBe(mistake);
  });
});
