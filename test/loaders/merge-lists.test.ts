import { describe, expect, it } from 'vitest';
import { compareCustomers, newestFirst } from '../../src/billing/customer-list.ts';
import type { Stretch } from '../../src/loaders/list-position.ts';
import { mergeLists } from '../../src/loaders/merge-lists.ts';
import { customerOf } from '../support/fake-provider.ts';

const compare = compareCustomers(newestFirst);

/** A stretch from "key@time" texts; of a list that ends with it, unless it is said to be longer. */
function stretchOf(provider: string, rows: readonly string[], total = rows.length): Stretch {
  const customers = rows.map((row) => {
    const [key = '', time] = row.split('@');
    return customerOf({ provider, key, createdAt: new Date(Number(time)) });
  });
  return { offset: 0, customers, total, order: newestFirst };
}

const merge = (stretches: readonly (Stretch | null)[], first = 100) =>
  mergeLists(stretches, { first, compare }).map(
    ({ customer: { provider, key }, taken }) => `${provider} ${key} ${taken.join(',')}`,
  );

describe('merging lists', () => {
  it('takes what comes first in any of them and counts what it took from each', () => {
    expect(merge([stretchOf('lago', ['a@9', 'b@3']), stretchOf('polar', ['c@7', 'd@5'])])).toEqual([
      'lago a 1,0',
      'polar c 1,1',
      'polar d 1,2',
      'lago b 2,2',
    ]);
  });

  it('takes no more than it is asked for', () => {
    expect(merge([stretchOf('lago', ['a@9', 'b@8', 'c@7'])], 2)).toEqual(['lago a 1', 'lago b 2']);
    expect(merge([])).toEqual([]);
  });

  it('takes customers of one time by list, and never changes the order of a list', () => {
    expect(merge([stretchOf('lago', ['b@1', 'a@1']), stretchOf('polar', ['d@1', 'c@1', 'e@2'])])).toEqual([
      'lago b 1,0',
      'lago a 2,0',
      'polar d 2,1',
      'polar c 2,2',
      'polar e 2,3',
    ]);
  });

  it('shows a customer once that is in several lists of its account, also among others of its time', () => {
    const lists = [stretchOf('lago', ['a@5', 'x@5', 'z@1']), stretchOf('lago', ['m@5', 'x@5', 'z@1'])];
    expect(merge(lists)).toEqual(['lago a 1,0', 'lago m 1,1', 'lago x 2,2', 'lago z 3,3']);
  });

  it('takes the same key at two accounts for two customers', () => {
    expect(merge([stretchOf('lago', ['a@1']), stretchOf('polar', ['a@1'])])).toEqual([
      'lago a 1,0',
      'polar a 1,1',
    ]);
  });

  it('ends where a list goes on that was read no further', () => {
    const read = stretchOf('lago', ['a@9', 'b@8'], 3);
    expect(merge([read, stretchOf('polar', ['c@7'])])).toEqual(['lago a 1,0', 'lago b 2,0']);
  });

  it('passes over a list that could not be read and one that gives no rows whatever it says', () => {
    expect(merge([null, stretchOf('lago', [], 5), stretchOf('polar', ['c@7'])])).toEqual(['polar c 0,0,1']);
  });
});
