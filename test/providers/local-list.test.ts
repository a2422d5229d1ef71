import { describe, expect, it } from 'vitest';
import type { Customer } from '../../src/billing/customer.ts';
import { type CustomerFilter, newestFirst } from '../../src/billing/customer-list.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { createExternalIdList, createLocalList, nobody } from '../../src/providers/local-list.ts';
import { customerOf } from '../support/fake-provider.ts';

const call = { signal: new AbortController().signal, now: () => new Date() };
const everyone: CustomerFilter = { search: null, email: null, externalIds: null, metadata: [] };

const created = (key: string, seconds: number, known: Partial<Customer> = {}) =>
  customerOf({ provider: 'acme', key, createdAt: new Date(seconds * 1000), ...known });

async function keysOf(
  candidates: readonly Customer[],
  range = { offset: 0, limit: 100 },
  query: { filter?: Partial<CustomerFilter>; order?: typeof newestFirst } = {},
) {
  const { filter = {}, order = newestFirst } = query;
  const list = createLocalList({ filter: { ...everyone, ...filter }, order }, async () => candidates);
  const { customers, total } = await list.window(range, call);
  return [customers.map(({ key }) => key), total];
}

describe('a list that is made here', () => {
  const candidates = [created('b', 1), created('c', 3), created('a', 1), created('d', 2)];

  it('is sorted as asked, and by key where that is the same', async () => {
    expect(await keysOf(candidates)).toEqual([['c', 'd', 'a', 'b'], 4]);
    const order = { field: 'CREATED_AT', direction: 'ASC' } as const;
    expect(await keysOf(candidates, undefined, { order })).toEqual([['a', 'b', 'd', 'c'], 4]);
    expect(await keysOf([...candidates].reverse())).toEqual([['c', 'd', 'a', 'b'], 4]);
  });

  it.each([
    [{ offset: 0, limit: 2 }, ['c', 'd']],
    [{ offset: 1, limit: 2 }, ['d', 'a']],
    [{ offset: 3, limit: 2 }, ['b']],
    [{ offset: 9, limit: 2 }, []],
    [{ offset: 0, limit: 0 }, []],
  ])('is cut to %j, and tells how long it is', async (range, keys) => {
    expect(await keysOf(candidates, range)).toEqual([keys, 4]);
  });

  it('holds only those who meet the conditions', async () => {
    const people = [
      created('a', 1, { email: 'Ada@Example.com', externalId: 'acct-1' }),
      created('b', 2, { email: 'bob@example.com', externalId: 'acct-2' }),
      created('c', 3, { name: 'ada', metadata: [{ key: 'tier', value: 'gold' }] }),
    ];
    expect(await keysOf(people, undefined, { filter: { search: 'ADA' } })).toEqual([['c', 'a'], 2]);
    expect(await keysOf(people, undefined, { filter: { email: 'ada@example.com' } })).toEqual([['a'], 1]);
    expect(await keysOf(people, undefined, { filter: { externalIds: ['acct-2', 'x'] } })).toEqual([['b'], 1]);
    const metadata = [{ key: 'tier', value: 'gold' }];
    expect(await keysOf(people, undefined, { filter: { metadata, search: 'a' } })).toEqual([['c'], 1]);
  });

  it('leaves the candidates as they were', async () => {
    const before = [...candidates];
    await keysOf(candidates);
    expect(candidates).toEqual(before);
  });

  it('reads with the call of the window, and fails as the reading does', async () => {
    const seen: unknown[] = [];
    const failing = createLocalList({ filter: everyone, order: newestFirst }, async (of) => {
      seen.push(of);
      throw new Error('down');
    });
    await expect(failing.window({ offset: 0, limit: 1 }, call)).rejects.toThrow('down');
    expect(seen).toEqual([call]);
  });
});

describe('a list by external ids', () => {
  const listOf = (found: ReadonlyMap<string, Customer | ProviderError>, asked: unknown[] = []) => {
    const reads = {
      byKeys: async () => new Map(),
      byExternalIds: async (...parameters: unknown[]) => {
        asked.push(parameters);
        return found;
      },
    };
    return createExternalIdList({ filter: everyone, order: newestFirst }, ['acct-1', 'acct-2'], reads);
  };

  it('has those who are found, sorted and cut as any other', async () => {
    const asked: unknown[] = [];
    const [a, b] = [created('a', 1), created('b', 2)];
    const list = listOf(
      new Map([
        ['acct-1', a],
        ['acct-2', b],
      ]),
      asked,
    );
    expect(await list.window({ offset: 0, limit: 1 }, call)).toEqual({ customers: [b], total: 2 });
    expect(asked).toEqual([[['acct-1', 'acct-2'], call]]);
  });

  it('fails where one of them cannot be read', async () => {
    const down = new ProviderError({ provider: 'acme', failure: 'unavailable' });
    const list = listOf(
      new Map<string, Customer | ProviderError>([
        ['acct-1', created('a', 1)],
        ['acct-2', down],
      ]),
    );
    await expect(list.window({ offset: 0, limit: 1 }, call)).rejects.toBe(down);
  });
});

it('a list of nobody is empty wherever it is cut', async () => {
  expect(await nobody.window({ offset: 3, limit: 20 }, call)).toEqual({ customers: [], total: 0 });
});
