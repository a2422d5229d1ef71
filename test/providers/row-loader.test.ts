import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { createRowLoader } from '../../src/providers/row-loader.ts';

const createCall = () => ({ signal: new AbortController().signal, now: () => new Date() });
const failure = new ProviderError({ provider: 'acme', failure: 'unavailable' });

/** A loader that knows the lengths of keys, but fails for "bad" and knows no "gone". */
function createLengths() {
  const reads: (readonly string[])[] = [];
  const loader = createRowLoader<number>(async (keys) => {
    reads.push(keys);
    if (keys.includes('down')) throw failure;
    return new Map(
      keys.filter((key) => key !== 'gone').map((key) => [key, key === 'bad' ? failure : key.length]),
    );
  });
  return { loader, reads };
}

describe('a row loader', () => {
  it('reads the keys of one tick together and each key once per request', async () => {
    const { loader, reads } = createLengths();
    const call = createCall();
    const [first, second] = await Promise.all([
      loader.load(['a', 'bb'], call),
      loader.load(['bb', 'ccc'], call),
    ]);
    await loader.load(['a', 'dddd'], call);
    expect([...first, ...second]).toEqual([
      ['a', 1],
      ['bb', 2],
      ['bb', 2],
      ['ccc', 3],
    ]);
    expect(reads).toEqual([['a', 'bb', 'ccc'], ['dddd']]);
  });

  it('shares nothing between requests', async () => {
    const { loader, reads } = createLengths();
    await loader.load(['a'], createCall());
    await loader.load(['a'], createCall());
    expect(reads).toEqual([['a'], ['a']]);
  });

  it('keeps a failure with its key and leaves out what does not exist', async () => {
    const { loader } = createLengths();
    expect(await loader.load(['a', 'bad', 'gone'], createCall())).toEqual(
      new Map<string, number | ProviderError>([
        ['a', 1],
        ['bad', failure],
      ]),
    );
    expect(await loader.loadOne('gone', createCall())).toBeNull();
    await expect(loader.loadOne('bad', createCall())).rejects.toBe(failure);
  });

  it('gives a failure of the whole read to each of its keys', async () => {
    const { loader } = createLengths();
    expect(await loader.load(['a', 'down'], createCall())).toEqual(
      new Map([
        ['a', failure],
        ['down', failure],
      ]),
    );
  });

  it('reads again what failed as a whole, and not what failed alone', async () => {
    const { loader, reads } = createLengths();
    const call = createCall();
    await loader.load(['bad', 'gone'], call);
    await loader.load(['a', 'down'], call);
    expect(loader.peek('a', call)).toBeNull();
    expect(await loader.load(['a', 'bad', 'gone'], call)).toEqual(
      new Map<string, number | ProviderError>([
        ['a', 1],
        ['bad', failure],
      ]),
    );
    expect(reads).toEqual([['bad', 'gone'], ['a', 'down'], ['a']]);
  });

  it('passes on a mistake of ours', async () => {
    const mistake = new TypeError('ours');
    const loader = createRowLoader<number>(() => Promise.reject(mistake));
    const call = createCall();
    await expect(loader.load(['a', 'b'], call)).rejects.toBe(mistake);
    await expect(loader.loadOne('a', call)).rejects.toBe(mistake);
  });

  it('reads nothing where it is asked for nothing', async () => {
    const { loader, reads } = createLengths();
    expect((await loader.load([], createCall())).size).toBe(0);
    expect(reads).toEqual([]);
  });

  it('peeks at what the request asks for anyway, and never asks itself', async () => {
    const { loader, reads } = createLengths();
    const call = createCall();
    expect(await loader.peek('a', call)).toBeNull();
    expect(reads).toEqual([]);
    const asked = loader.load(['a'], call);
    expect(await loader.peek('a', call)).toBe(1);
    await asked;
    expect(reads).toEqual([['a']]);
  });

  it('takes rows that came with something else as read, but never in place of what was read', async () => {
    const { loader, reads } = createLengths();
    const call = createCall();
    loader.prime('a', 7, call);
    expect(await loader.peek('a', call)).toBe(7);
    expect(await loader.loadOne('bb', call)).toBe(2);
    loader.prime('bb', 7, call);
    loader.prime('a', 8, call);
    expect(await loader.load(['a', 'bb'], call)).toEqual(
      new Map([
        ['a', 7],
        ['bb', 2],
      ]),
    );
    expect(await loader.loadOne('a', createCall())).toBe(1);
    expect(reads).toEqual([['bb'], ['a']]);
  });
});
