import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { createAccountWideReader } from '../../src/providers/account-wide.ts';

interface Row {
  readonly owner: string;
  readonly value: number;
}

const now = new Date('2026-05-01T00:00:00Z');
const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);

/** A list of one row per key, in pages of two, that counts its reads. */
function createList(keys: readonly string[], totals: (page: number) => number = () => keys.length) {
  const read: number[] = [];
  const rows = keys.map((owner, value): Row => ({ owner, value }));
  return {
    read,
    idOf: ({ value }: Row) => String(value),
    ownerOf: ({ owner }: Row) => owner,
    page: async (number: number) => {
      read.push(number);
      return {
        rows: rows.slice((number - 1) * 2, number * 2),
        pages: Math.ceil(keys.length / 2),
        total: totals(number),
      };
    },
  };
}

describe('reading a whole account', () => {
  it('takes the pages instead of the customers when they are fewer, and keeps only what was asked', async () => {
    const list = createList(keysOf(8));
    const groups = await createAccountWideReader<Row>('auto').read(
      ['k0', 'k3', 'k5', 'k6', 'k7', 'other'],
      list,
      now,
    );
    expect([...(groups ?? [])].map(([key, rows]) => [key, rows.map(({ value }) => value)])).toEqual([
      ['k0', [0]],
      ['k3', [3]],
      ['k5', [5]],
      ['k6', [6]],
      ['k7', [7]],
    ]);
    expect(list.read).toEqual([1, 2, 3, 4]);
  });

  it('stops after the first page when the account turns out to be larger, and remembers that for ten minutes', async () => {
    const reader = createAccountWideReader<Row>('auto');
    const list = createList(keysOf(20));
    expect(await reader.read(keysOf(6), list, now)).toBeNull();
    expect(await reader.read(keysOf(6), list, new Date(now.getTime() + 9 * 60_000))).toBeNull();
    expect(list.read).toEqual([1]);
    expect(await reader.read(keysOf(6), list, new Date(now.getTime() + 10 * 60_000))).toBeNull();
    expect(list.read).toEqual([1, 1]);
    expect(await reader.read(keysOf(12), list, now)).toHaveProperty('size', 12);
  });

  it.each([
    ['never', 50],
    ['auto', 4],
  ] as const)('does not try with bulk %s and %i customers', async (bulk, count) => {
    const list = createList(keysOf(2));
    expect(await createAccountWideReader<Row>(bulk).read(keysOf(count), list, now)).toBeNull();
    expect(list.read).toEqual([]);
  });

  it('gives up a list that changed while it was read, since it proves no absence', async () => {
    const list = createList(keysOf(8), (page) => (page === 3 ? 7 : 8));
    expect(await createAccountWideReader<Row>('auto').read(keysOf(8), list, now)).toBeNull();
  });

  it('takes a row once that a new one has pushed onto the next page', async () => {
    const grown = createList(['new', ...keysOf(7)]);
    const list = createList(keysOf(7));
    const page = async (number: number) => {
      const { rows, ...counts } = await (number === 1 ? list : grown).page(number);
      return { ...counts, rows: rows.map(({ owner }) => ({ owner, value: keysOf(7).indexOf(owner) })) };
    };
    const groups = await createAccountWideReader<Row>('auto').read(keysOf(7), { ...grown, page }, now);
    expect(groups?.get('k1')).toEqual([{ owner: 'k1', value: 1 }]);
    expect(groups).toHaveProperty('size', 7);
  });

  it('gives up a list in which one row comes twice and another one so not at all', async () => {
    const list = createList(keysOf(8));
    const page = async (number: number) => list.page(number === 4 ? 3 : number);
    expect(await createAccountWideReader<Row>('auto').read(keysOf(8), { ...list, page }, now)).toBeNull();
  });

  it('does not follow a list of more pages than any that can be read', async () => {
    const list = createList(keysOf(2002));
    expect(await createAccountWideReader<Row>('auto').read(keysOf(2002), list, now)).toBeNull();
    expect(list.read).toEqual([1]);
  });

  it.each([
    ['bad-response', null],
    ['unavailable', 'thrown'],
    ['rate-limited', 'thrown'],
  ] as const)(
    'after a page that is %s is %s: only what cannot be relied on is asked otherwise',
    async (failure, expected) => {
      const error = new ProviderError({ provider: 'acme', failure });
      const list = { ...createList(keysOf(8)), page: () => Promise.reject(error) };
      const read = createAccountWideReader<Row>('auto').read(keysOf(8), list, now);
      expect(await read.catch((thrown) => (thrown === error ? 'thrown' : thrown))).toBe(expected);
    },
  );

  it('is given up where a row does not tell whose it is', async () => {
    const ownerOf = () => {
      throw new ProviderError({ provider: 'acme', failure: 'bad-response' });
    };
    const list = { ...createList(keysOf(8)), ownerOf };
    expect(await createAccountWideReader<Row>('auto').read(keysOf(8), list, now)).toBeNull();
  });

  it('reads an empty account in one page', async () => {
    const list = createList([]);
    expect(await createAccountWideReader<Row>('auto').read(keysOf(5), list, now)).toEqual(new Map());
    expect(list.read).toEqual([1]);
  });
});
