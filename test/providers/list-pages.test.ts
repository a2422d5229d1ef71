import { describe, expect, it } from 'vitest';
import {
  joinPages,
  type ListPage,
  mostPages,
  readOtherPages,
  refuseEndlessList,
  requireAllRows,
} from '../../src/providers/list-pages.ts';

/** A page of rows that are their own ids. */
const page = (total: number, ...rows: readonly string[]): ListPage<string> => ({ total, rows });
const itself = (row: string) => row;

describe('the pages of one list', () => {
  it.each<readonly [string, readonly ListPage<string>[], readonly string[] | null]>([
    ['of no pages are none', [], []],
    ['of one empty page are none', [page(0)], []],
    ['of one page are its own', [page(2, 'a', 'b')], ['a', 'b']],
    ['of one page stay as they came', [page(2, 'a', 'a')], ['a', 'a']],
    ['of several pages come in their order', [page(3, 'a', 'b'), page(3, 'c')], ['a', 'b', 'c']],
    [
      'come once where a new row has pushed one onto the next page',
      [page(3, 'a', 'b'), page(4, 'b', 'c')],
      ['a', 'b', 'c'],
    ],
    ['may be more than there were at first', [page(3, 'a', 'b'), page(4, 'c', 'd')], ['a', 'b', 'c', 'd']],
    ['are not whole where one has left', [page(4, 'a', 'b'), page(3, 'd')], null],
    [
      'are not whole where one comes twice and another one so not at all',
      [page(3, 'a', 'b'), page(3, 'b')],
      null,
    ],
    [
      'are not whole where one has left after others came',
      [page(3, 'a', 'b'), page(4, 'b', 'c'), page(2)],
      null,
    ],
    ['are not whole where the only page has fewer than it counts', [page(2, 'a')], null],
  ])('%s', (_case, pages, expected) => {
    expect(joinPages(pages, itself)).toEqual(expected);
  });

  it('are the same where they must be whole', () => {
    expect(requireAllRows('acme', [page(3, 'a', 'b'), page(4, 'b', 'c')], itself)).toEqual(['a', 'b', 'c']);
  });

  it.each<readonly [string, readonly ListPage<string>[], object]>([
    [
      'to be asked for again where the list changed',
      [page(4, 'a', 'b'), page(3, 'd')],
      { failure: 'unavailable', retryable: true, detail: 'the list changed while it was read' },
    ],
    [
      'to be asked for again where one row hides another',
      [page(3, 'a', 'b'), page(3, 'b')],
      { failure: 'unavailable', retryable: true, detail: 'the list changed while it was read' },
    ],
    [
      'a bad response where one answer contradicts itself',
      [page(2, 'a')],
      { failure: 'bad-response', detail: 'fewer rows than the total' },
    ],
    [
      'a bad response where all pages promise more than there is',
      [page(5, 'a', 'b'), page(5)],
      { failure: 'bad-response', detail: 'fewer rows than the total' },
    ],
  ])('are %s', (_case, pages, failure) => {
    expect(() => requireAllRows('acme', pages, itself)).toThrow(
      expect.objectContaining({ provider: 'acme', ...failure }),
    );
  });
});

describe('the other pages', () => {
  it.each([
    [0, []],
    [1, []],
    [4, [2, 3, 4]],
  ])('of a list that counts %i are read by their numbers', async (pages, numbers) => {
    const read: number[] = [];
    const first = { rows: ['of 1'], pages, total: 4 };
    const all = await readOtherPages(first, async (number) => {
      read.push(number);
      return { ...first, rows: [`of ${number}`] };
    });
    expect(read).toEqual(numbers);
    expect(all.map(({ rows }) => rows)).toEqual([['of 1'], ...numbers.map((number) => [`of ${number}`])]);
  });
});

it('a list of more pages than can be read is refused', () => {
  refuseEndlessList('acme', mostPages);
  expect(() => refuseEndlessList('acme', mostPages + 1)).toThrow(
    expect.objectContaining({ provider: 'acme', failure: 'bad-response', detail: 'too many pages' }),
  );
});
