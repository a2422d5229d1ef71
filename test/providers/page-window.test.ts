import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListPage } from '../../src/providers/list-pages.ts';
import { pagesCovering, readWindow } from '../../src/providers/page-window.ts';

/** A list of so many rows, each its own number, that is told in pages. */
function listOf(length: number) {
  const asked: { readonly number: number; readonly size: number }[] = [];
  const readPage = async (number: number, size: number): Promise<ListPage<number>> => {
    asked.push({ number, size });
    const start = (number - 1) * size;
    const end = Math.min(start + size, length);
    return { rows: Array.from({ length: Math.max(0, end - start) }, (_, row) => start + row), total: length };
  };
  return { asked, readPage };
}

const provider = 'acme';
const idOf = (row: number) => String(row);

const range = fc.record({ offset: fc.nat({ max: 2_000 }), limit: fc.nat({ max: 120 }) });
const largest = fc.integer({ min: 1, max: 100 });

describe('the pages that cover a stretch of a list', () => {
  it.each([
    [{ offset: 0, limit: 20 }, 100, { size: 20, numbers: [1] }],
    [{ offset: 40, limit: 20 }, 100, { size: 20, numbers: [3] }],
    [{ offset: 19, limit: 21 }, 100, { size: 40, numbers: [1] }],
    [{ offset: 99, limit: 2 }, 100, { size: 3, numbers: [34] }],
    [{ offset: 0, limit: 101 }, 100, { size: 100, numbers: [1, 2] }],
    [{ offset: 150, limit: 100 }, 100, { size: 100, numbers: [2, 3] }],
    [{ offset: 7, limit: 0 }, 100, { size: 1, numbers: [8] }],
  ])('%j with pages of at most %i are %j', (stretch, most, pages) => {
    expect(pagesCovering(stretch, most)).toEqual(pages);
  });

  it('are one page wherever there is a size for it, and else no more than it takes', () => {
    fc.assert(
      fc.property(range, largest, (stretch, most) => {
        const { size, numbers } = pagesCovering(stretch, most);
        const end = stretch.offset + stretch.limit;
        const first = Math.floor(stretch.offset / size) + 1;
        expect(size).toBeLessThanOrEqual(most);
        expect(numbers).toEqual(numbers.map((_number, index) => first + index));
        expect((first - 1 + numbers.length) * size).toBeGreaterThanOrEqual(end);
        if (numbers.length === 1) return;
        for (let other = 1; other <= most; other += 1) {
          expect(Math.floor(stretch.offset / other)).toBeLessThan(Math.floor((end - 1) / other));
        }
        expect(numbers.length).toBeLessThanOrEqual(Math.ceil(stretch.limit / most) + 1);
      }),
    );
  });
});

describe('a stretch of a list that is told in pages', () => {
  it('has the rows that it would have if it were cut from the list itself', async () => {
    await fc.assert(
      fc.asyncProperty(range, largest, fc.nat({ max: 2_100 }), async (stretch, most, length) => {
        const { asked, readPage } = listOf(length);
        const { offset, limit } = stretch;
        const all = Array.from({ length }, (_, row) => row);
        expect(await readWindow({ provider, idOf, largestPage: most, readPage }, stretch)).toEqual({
          rows: all.slice(offset, offset + limit),
          total: length,
        });
        expect(asked.map(({ number }) => number)).toEqual(pagesCovering(stretch, most).numbers);
      }),
    );
  });

  it('is read in pages all at once', async () => {
    const asked: number[] = [];
    const answers: (() => void)[] = [];
    const readPage = (number: number) => {
      asked.push(number);
      return new Promise<ListPage<number>>((resolve) => answers.push(() => resolve({ rows: [], total: 0 })));
    };
    const window = readWindow({ provider, idOf, largestPage: 100, readPage }, { offset: 50, limit: 200 });
    expect(asked).toEqual([1, 2, 3]);
    for (const answer of answers) answer();
    await window;
  });

  it.each<readonly [string, readonly ListPage<number>[], string]>([
    [
      'the list became shorter',
      [
        { rows: [0, 1], total: 4 },
        { rows: [3], total: 3 },
      ],
      'unavailable',
    ],
    [
      'a row was pushed onto the next page',
      [
        { rows: [0, 1], total: 4 },
        { rows: [1, 2], total: 5 },
      ],
      'unavailable',
    ],
    [
      'a page was cut smaller than asked for',
      [
        { rows: [0], total: 4 },
        { rows: [1], total: 4 },
      ],
      'bad-response',
    ],
  ])('is refused where %s', async (_why, pages, failure) => {
    const readPage = async (number: number) => pages[number - 1] ?? expect.fail('no such page');
    const window = readWindow({ provider, idOf, largestPage: 2, readPage }, { offset: 0, limit: 4 });
    await expect(window).rejects.toMatchObject({ provider, failure });
  });

  it('is read again where the list has changed from one page to the other', async () => {
    const { readPage } = listOf(4);
    let asked = 0;
    const moving = (number: number, size: number) => {
      asked += 1;
      return asked <= 2 ? Promise.resolve({ rows: [number], total: 2 + number }) : readPage(number, size);
    };
    const window = await readWindow(
      { provider, idOf, largestPage: 2, readPage: moving },
      { offset: 0, limit: 4 },
    );
    expect(window).toEqual({ rows: [0, 1, 2, 3], total: 4 });
    expect(asked).toBe(4);
  });
});
