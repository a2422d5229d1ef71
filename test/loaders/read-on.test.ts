import { describe, expect, it } from 'vitest';
import { type CustomerList, type CustomerOrder, newestFirst } from '../../src/billing/customer-list.ts';
import { advance, type ListPosition, type Stretch, startOfList } from '../../src/loaders/list-position.ts';
import { readOn } from '../../src/loaders/read-on.ts';
import { customerOf } from '../support/fake-provider.ts';
import { createShiftingList, type ShiftingList } from '../support/shifting-list.ts';

const call = { signal: new AbortController().signal, now: () => new Date() };
const byName: CustomerOrder = { field: 'NAME', direction: 'ASC' };

/** The customer of that number: the higher, the newer. */
const numbered = (number: number) => {
  const key = `c${String(number).padStart(5, '0')}`;
  return customerOf({ provider: 'lago', key, name: key, createdAt: new Date(number * 1000) });
};
const twin = (number: number) => ({ ...numbered(number), createdAt: new Date(0) });
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const keysOf = (customers: readonly { readonly key: string }[]) => customers.map(({ key }) => key);
const keysFrom = (list: ShiftingList, offset: number) => keysOf(list.rows()).slice(offset, offset + 10);

/** Reads so many rows from the start; the windows of that are forgotten. */
async function readTo(list: ShiftingList, rows: number, order = newestFirst): Promise<ListPosition> {
  const stretch = await readOn({ account: 'lago', list, order, position: startOfList, limit: rows }, call);
  return advance(startOfList, stretch, rows);
}

async function readTen(list: ShiftingList, position: ListPosition, order = newestFirst) {
  const before = list.windows.length;
  const { customers } = await readOn({ account: 'lago', list, order, position, limit: 10 }, call);
  return { keys: keysOf(customers), windows: list.windows.slice(before) };
}

describe('reading on in a list that has not changed', () => {
  it('takes one window, with the row before the position', async () => {
    const list = createShiftingList(numbers(1, 50).map(numbered));
    const position = await readTo(list, 20);
    expect(list.windows).toEqual([{ offset: 0, limit: 20 }]);
    expect(await readTen(list, position)).toEqual({
      keys: keysFrom(list, 20),
      windows: [{ offset: 19, limit: 11 }],
    });
  });

  it('gives what is left at the end, and nothing after it', async () => {
    const list = createShiftingList(numbers(1, 25).map(numbered));
    expect((await readTen(list, await readTo(list, 20))).keys).toHaveLength(5);
    expect((await readTen(list, await readTo(list, 25))).keys).toEqual([]);
  });
});

describe('reading on in a list that has changed before the position', () => {
  it.each([1, 5, 99, 101, 450])('goes on at the same row after %i were added', async (count) => {
    const list = createShiftingList(numbers(1, 1000).map(numbered));
    const position = await readTo(list, 500);
    const expected = keysFrom(list, 500);
    list.add(...numbers(2001, 2000 + count).map(numbered));
    expect((await readTen(list, position)).keys).toEqual(expected);
  });

  it.each([1, 5, 99, 101, 450])('goes on at the same row after %i were deleted', async (count) => {
    const list = createShiftingList(numbers(1, 1000).map(numbered));
    const position = await readTo(list, 500);
    const expected = keysFrom(list, 500);
    list.delete(...keysOf(list.rows().slice(0, count)));
    expect((await readTen(list, position)).keys).toEqual(expected);
  });

  it.each([1, 99, 450])('does so too when all %i and the rest are of one time', async (count) => {
    const list = createShiftingList(numbers(1001, 2000).map(twin));
    const position = await readTo(list, 500);
    const expected = keysFrom(list, 500);
    list.add(...numbers(1, count).map(twin));
    expect((await readTen(list, position)).keys).toEqual(expected);
    list.delete(...keysOf(list.rows().slice(0, 2 * count)));
    expect((await readTen(list, position)).keys).toEqual(expected);
  });

  it('finds the row far from where it was among customers of one time, by what the list has lost', async () => {
    const list = createShiftingList(numbers(1001, 2000).map(twin));
    const position = await readTo(list, 800);
    const expected = keysFrom(list, 800);
    list.delete(...keysOf(list.rows().slice(0, 300)));
    expect((await readTen(list, position)).keys).toEqual(expected);
  });

  it('finds the row just out of reach when as many were added before as deleted after it', async () => {
    const list = createShiftingList(numbers(1, 1000).map(numbered));
    const position = await readTo(list, 500);
    const expected = keysFrom(list, 500);
    list.add(...numbers(2001, 2101).map(numbered));
    list.delete(...keysOf(list.rows().slice(-101)));
    expect((await readTen(list, position)).keys).toEqual(expected);
  });

  it('knows its new place from then on', async () => {
    const list = createShiftingList(numbers(1, 1000).map(numbered));
    const position = await readTo(list, 500);
    list.add(...numbers(2001, 2300).map(numbered));
    const stretch = await readOn({ account: 'lago', list, order: newestFirst, position, limit: 10 }, call);
    const { keys, windows } = await readTen(list, advance(position, stretch, 10));
    expect(keys).toEqual(keysFrom(list, 810));
    expect(windows).toHaveLength(1);
  });

  it('halves its way to the row when thousands were added', async () => {
    const list = createShiftingList(numbers(1, 1000).map(numbered));
    const position = await readTo(list, 500);
    const expected = keysFrom(list, 500);
    list.add(...numbers(2001, 22_000).map(numbered));
    const { keys, windows } = await readTen(list, position);
    expect(keys).toEqual(expected);
    expect(windows.length).toBeLessThan(12);
  });

  it('costs no second window while the row before the position is close', async () => {
    const list = createShiftingList(numbers(1, 25).map(numbered));
    const position = await readTo(list, 20);
    list.add(numbered(26));
    const { keys, windows } = await readTen(list, position);
    expect(keys).toEqual(keysFrom(list, 21));
    expect(windows).toHaveLength(1);
  });

  it('gives a whole page all the same', async () => {
    const list = createShiftingList(numbers(1, 100).map(numbered));
    const position = await readTo(list, 20);
    list.add(...numbers(101, 108).map(numbered));
    expect((await readTen(list, position)).keys).toEqual(keysFrom(list, 28));
  });
});

describe('reading on when the row before the position is gone', () => {
  it('goes on at the row that followed it, also among customers of one time', async () => {
    for (const create of [numbered, twin]) {
      const list = createShiftingList(numbers(1, 300).map(create));
      const position = await readTo(list, 150);
      const expected = keysFrom(list, 150);
      list.delete(...keysOf(list.rows().slice(149, 150)));
      expect((await readTen(list, position)).keys).toEqual(expected);
    }
  });

  it('still knows the row before that when rows are taken one by one', async () => {
    const list = createShiftingList(numbers(1, 300).map(twin));
    const almost = await readTo(list, 149);
    const stretch = await readOn(
      { account: 'lago', list, order: newestFirst, position: almost, limit: 1 },
      call,
    );
    const position = advance(almost, stretch, 1);
    const expected = keysFrom(list, 150);
    list.delete(...keysOf(list.rows().slice(149, 150)));
    expect((await readTen(list, position)).keys).toEqual(expected);
  });

  it('does not show who was added before its place', async () => {
    const list = createShiftingList(numbers(1, 100).map(numbered));
    const position = await readTo(list, 20);
    const expected = keysFrom(list, 20);
    const between = new Date(numbered(81).createdAt.getTime() + 500);
    list.delete(numbered(81).key);
    list.add({ ...numbered(500), createdAt: between });
    expect((await readTen(list, position)).keys).toEqual(expected);
  });

  it('goes on there when everything before it is gone as well', async () => {
    const list = createShiftingList(numbers(1, 1000).map(numbered));
    const position = await readTo(list, 500);
    const expected = keysFrom(list, 500);
    list.delete(...keysOf(list.rows().slice(0, 500)));
    expect((await readTen(list, position)).keys).toEqual(expected);
  });

  it('ends when everything is gone', async () => {
    const list = createShiftingList(numbers(1, 300).map(numbered));
    const position = await readTo(list, 150);
    list.delete(...keysOf(list.rows()));
    expect((await readTen(list, position)).keys).toEqual([]);
  });

  it('ends in a few windows at a place that never was', async () => {
    const list = createShiftingList(numbers(1, 10_000).map(numbered));
    const nowhere = { offset: 2 ** 31 - 1, marks: ['never'], total: 0 };
    const past = await readTen(list, { ...nowhere, createdAt: 0 });
    expect(past.keys).toEqual([]);
    const before = await readTen(list, { ...nowhere, createdAt: 2 ** 52 });
    expect(before.keys).toEqual(keysFrom(list, 0));
    const byNames = createShiftingList(list.rows(), byName);
    expect((await readTen(byNames, { ...nowhere, createdAt: 0 }, byName)).keys).toEqual([]);
    expect(Math.max(past.windows.length, before.windows.length, byNames.windows.length)).toBeLessThan(15);
  });

  it('goes on among customers of its time by what the list has lost, when all rows that it knows are gone', async () => {
    const list = createShiftingList([...numbers(900, 950).map(numbered), ...numbers(1, 30).map(twin)]);
    const position = await readTo(list, 71);
    list.delete(...keysOf(numbers(15, 20).map(twin)));
    expect((await readTen(list, position)).keys).toEqual(keysFrom(list, 65));
  });

  it('shows each customer once when all that is shown is deleted page by page, of one time or not', async () => {
    for (const create of [numbered, twin]) {
      const list = createShiftingList(numbers(1, 95).map(create));
      const expected = keysOf(list.rows());
      const shown: string[] = [];
      let position = startOfList;
      for (let page = 0; page < 10; page += 1) {
        const stretch = await readOn(
          { account: 'lago', list, order: newestFirst, position, limit: 10 },
          call,
        );
        position = advance(position, stretch, 10);
        shown.push(...keysOf(stretch.customers));
        list.delete(...keysOf(stretch.customers));
      }
      expect(shown).toEqual(expected);
    }
  });

  it('repeats customers of its time rather than leaving one out when it cannot be told', async () => {
    const order: CustomerOrder = { field: 'CREATED_AT', direction: 'ASC' };
    const list = createShiftingList([...numbers(1, 30).map(twin), ...numbers(900, 950).map(numbered)], order);
    const position = await readTo(list, 20, order);
    list.delete(...keysOf(numbers(15, 20).map(twin)));
    list.add(...numbers(960, 965).map(numbered));
    const { keys } = await readTen(list, position, order);
    expect(keys[0]).toBe('c00001');
  });
});

describe('reading on in a list that changes between the calls', () => {
  /** The list, changed before each of its windows. */
  const changing = (list: ShiftingList, change: () => void): CustomerList => ({
    window(range, each) {
      change();
      return list.window(range, each);
    },
  });

  it.each([
    ['added', 1],
    ['added', 7],
    ['deleted', 1],
    ['deleted', 7],
  ] as const)('neither repeats nor leaves out a row when rows are %s, %i at a time', async (what, count) => {
    const list = createShiftingList(numbers(1, 400).map(numbered));
    let next = 1000;
    const change = () => {
      const added = numbers(next, next + count - 1).map(numbered);
      next += count;
      if (what === 'added') list.add(...added);
      else list.delete(...keysOf(list.rows().slice(0, count)));
    };
    const before = keysOf(list.rows());
    const shown: string[] = [];
    let position = startOfList;
    let stretch: Stretch;
    do {
      const moving = changing(list, change);
      stretch = await readOn(
        { account: 'lago', list: moving, order: newestFirst, position, limit: 20 },
        call,
      );
      position = advance(position, stretch, 20);
      shown.push(...keysOf(stretch.customers));
    } while (stretch.customers.length > 0);
    const left = new Set(keysOf(list.rows()));
    expect(new Set(shown).size).toBe(shown.length);
    expect(before.filter((key) => left.has(key) && !shown.includes(key))).toEqual([]);
  });

  it('gives up on a list that runs away', async () => {
    const list = createShiftingList(numbers(1, 10_000).map(numbered));
    const position = await readTo(list, 5000);
    let next = 20_000;
    const running = changing(list, () => {
      list.add(...numbers(next, next + 1999).map(numbered));
      next += 2000;
    });
    const request = { account: 'lago', list: running, order: newestFirst, position, limit: 10 };
    await expect(readOn(request, call)).rejects.toMatchObject({ provider: 'lago', failure: 'unavailable' });
    expect(list.windows.length).toBeLessThan(80);
  });

  it('does not believe a list that has more rows than it says', async () => {
    const list: CustomerList = { window: async () => ({ customers: [numbered(1), numbered(2)], total: 1 }) };
    const request = { account: 'lago', list, order: newestFirst, position: startOfList, limit: 10 };
    await expect(readOn(request, call)).rejects.toMatchObject({ failure: 'bad-response' });
  });
});

describe('reading on in the order of names', () => {
  it.each([1, 60, -1, -60, -300])(
    'goes on at the same row after the list has changed by %i',
    async (change) => {
      const list = createShiftingList(numbers(1001, 2000).map(numbered), byName);
      const position = await readTo(list, 500, byName);
      const expected = keysFrom(list, 500);
      if (change > 0) list.add(...numbers(1, change).map(numbered));
      else list.delete(...keysOf(list.rows().slice(0, -change)));
      expect((await readTen(list, position, byName)).keys).toEqual(expected);
    },
  );

  it('loses nobody when all that was shown is deleted', async () => {
    const list = createShiftingList(numbers(1, 1000).map(numbered), byName);
    const position = await readTo(list, 300, byName);
    const expected = keysFrom(list, 300);
    list.delete(...keysOf(list.rows().slice(0, 300)));
    expect((await readTen(list, position, byName)).keys).toEqual(expected);
  });

  it('goes on at the same row when the last ones shown are deleted and as many come after it', async () => {
    const list = createShiftingList(numbers(1, 100).map(numbered), byName);
    const position = await readTo(list, 20, byName);
    const expected = keysFrom(list, 20);
    list.delete(...keysOf(list.rows().slice(15, 20)));
    list.add(...numbers(201, 205).map(numbered));
    expect((await readTen(list, position, byName)).keys).toEqual(expected);
  });

  it('loses nobody when the row before the position is renamed', async () => {
    const list = createShiftingList(numbers(1, 100).map(numbered), byName);
    const position = await readTo(list, 20, byName);
    const expected = keysFrom(list, 20);
    list.delete('c00020');
    list.add({ ...numbered(20), name: 'c00025b' });
    expect((await readTen(list, position, byName)).keys).toEqual([
      ...expected.slice(0, 5),
      'c00020',
      ...expected.slice(5, 9),
    ]);
  });
});
