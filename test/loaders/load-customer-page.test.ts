import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCustomers, type CustomerList, newestFirst } from '../../src/billing/customer-list.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { type ListPosition, startOfList } from '../../src/loaders/list-position.ts';
import { loadCustomerPage } from '../../src/loaders/load-customer-page.ts';
import { customerOf } from '../support/fake-provider.ts';
import { nothingStale, openNothing } from '../support/nothing-known.ts';
import { createShiftingList, type ShiftingList } from '../support/shifting-list.ts';

const call = { signal: new AbortController().signal, now: () => new Date() };

/** An account whose customers are in the first of its lists, in the second, or in both. */
interface Account {
  readonly name: string;
  readonly lists: readonly [ShiftingList, ShiftingList];
}

interface Place {
  readonly account: number;
  readonly list: 'first' | 'second' | 'both';
}

interface Added extends Place {
  readonly time: number;
}

interface Deleted {
  readonly account: number;
  readonly key: number;
}

const place = {
  account: fc.nat({ max: 2 }),
  list: fc.constantFrom('first' as const, 'second' as const, 'both' as const),
};
const additions = (latest: number) =>
  fc.array(fc.record({ ...place, time: fc.nat({ max: latest }) }), { maxLength: 40, size: 'max' });
const deletions = fc.array(fc.record({ account: place.account, key: fc.nat({ max: 40 }) }), {
  maxLength: 12,
  size: 'max',
});
const pageSizes = fc.integer({ min: 1, max: 8 });

function createAccounts(customers: readonly Added[]): readonly Account[] {
  const accounts = ['flexprice', 'lago', 'polar'].map((name): Account => {
    return { name, lists: [createShiftingList([]), createShiftingList([])] };
  });
  for (const [index, added] of customers.entries()) add(accounts, `old-${index}`, added);
  return accounts;
}

function add(accounts: readonly Account[], key: string, { account, list, time }: Added): void {
  const at = accounts[account] ?? expect.fail('no such account');
  const customer = customerOf({ provider: at.name, key, createdAt: new Date(time) });
  if (list !== 'second') at.lists[0].add(customer);
  if (list !== 'first') at.lists[1].add(customer);
}

const listsOf = (accounts: readonly Account[]) =>
  accounts.flatMap(({ name, lists }) => lists.map((list) => ({ account: name, list })));

const loadPage = async (
  lists: readonly { readonly account: string; readonly list: CustomerList }[],
  positions: readonly ListPosition[] | undefined,
  first: number,
  onFailure: (error: ProviderError) => void = () => expect.fail('nothing has failed'),
) => {
  const placed = lists.map((list, index) => ({
    name: null,
    ...list,
    position: positions?.[index] ?? startOfList,
  }));
  const reading = await loadCustomerPage(
    { lists: placed, order: newestFirst, first },
    { call, onFailure, memory: openNothing().stretch() },
  );
  return reading.take(nothingStale);
};

const rowOf = ({ provider, key }: { readonly provider: string; readonly key: string }) =>
  `${provider} ${key}`;

/** Pages through to the end; tells every row that is shown. */
async function walk(
  accounts: readonly Account[],
  first: number,
  betweenPages: (page: number) => void = () => {},
): Promise<readonly string[]> {
  const lists = listsOf(accounts);
  const shown: string[] = [];
  let positions: readonly ListPosition[] | undefined;
  for (let number = 0; ; number += 1) {
    const page = await loadPage(lists, positions, first);
    expect(page.rows.length).toBeLessThanOrEqual(first);
    shown.push(...page.rows.map(({ customer }) => rowOf(customer)));
    if (!page.hasNextPage) return shown;
    positions = page.rows.at(-1)?.positions() ?? expect.fail('an empty page is the last one');
    betweenPages(number);
  }
}

/** All rows in the order in which they are to be shown. */
function sortedRows(accounts: readonly Account[]): readonly string[] {
  const all = accounts.flatMap(({ lists }) => {
    const customers = new Map(lists.flatMap((list) => list.rows()).map((row) => [row.key, row]));
    return [...customers.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  });
  return all.toSorted(compareCustomers(newestFirst)).map(rowOf);
}

describe('paging through several accounts', () => {
  it.each([3, 1_000_000])('shows all customers once and in order, with times up to %i', async (latest) => {
    await fc.assert(
      fc.asyncProperty(additions(latest), pageSizes, async (customers, first) => {
        const accounts = createAccounts(customers);
        expect(await walk(accounts, first)).toEqual(sortedRows(accounts));
      }),
    );
  });

  it('shows those once that were there before, whoever is added meanwhile, also at one time', async () => {
    await fc.assert(
      fc.asyncProperty(additions(2), additions(2), pageSizes, async (customers, added, first) => {
        const accounts = createAccounts(customers);
        const expected = sortedRows(accounts);
        const shown = await walk(accounts, first, (page) => {
          const next = added[page];
          if (next !== undefined) add(accounts, `new-${page}`, next);
        });
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.filter((row) => row.includes('old'))).toEqual(expected);
      }),
    );
  });

  it('shows those once that stay, whoever is added or deleted meanwhile', async () => {
    const changes = { added: additions(20), deleted: deletions, latest: fc.constant(20) };
    await fc.assert(
      fc.asyncProperty(
        additions(20),
        pageSizes,
        fc.record(changes),
        async (customers, first, { added, deleted }) => {
          // No two of one time.
          const apart = customers.map((customer, index) => ({
            ...customer,
            time: customer.time * 1000 + index,
          }));
          const accounts = createAccounts(apart);
          const before = sortedRows(accounts);
          const shown = await walk(accounts, first, (page) => {
            const next = added[page];
            if (next !== undefined)
              add(accounts, `new-${page}`, { ...next, time: next.time * 1000 + 500 + page });
            remove(accounts, deleted[page]);
          });
          const after = new Set(sortedRows(accounts));
          expect(new Set(shown).size).toBe(shown.length);
          expect(shown.filter((row) => after.has(row) && row.includes('old'))).toEqual(
            before.filter((row) => after.has(row)),
          );
        },
      ),
    );
  });

  it('loses nobody who stays when customers of one time are deleted meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(additions(1), deletions, pageSizes, async (customers, deleted, first) => {
        const accounts = createAccounts(customers);
        const shown = await walk(accounts, first, (page) => remove(accounts, deleted[page]));
        expect([...new Set(shown)]).toEqual(expect.arrayContaining([...sortedRows(accounts)]));
      }),
    );
  });
});

function remove(accounts: readonly Account[], deleted: Deleted | undefined): void {
  if (deleted === undefined) return;
  for (const list of accounts[deleted.account]?.lists ?? []) list.delete(`old-${deleted.key}`);
}

describe('an account that cannot be read', () => {
  const failure = new ProviderError({ provider: 'lago', failure: 'unavailable' });
  const listOf = (provider: string, ...keys: readonly string[]) =>
    createShiftingList(keys.map((key) => customerOf({ provider, key })));
  const failing = (error: Error): CustomerList => ({ window: () => Promise.reject(error) });

  it('is named and told, and the others are shown, with a total of nobody knows how many', async () => {
    const told: unknown[] = [];
    const lists = [
      { account: 'lago', list: listOf('lago', 'a') },
      { account: 'lago', list: failing(failure) },
      { account: 'polar', list: listOf('polar', 'b') },
    ];
    const page = await loadPage(lists, undefined, 10, (error) => told.push(error));
    expect(page).toMatchObject({ hasNextPage: false, total: null, unavailable: [failure] });
    expect(page.rows.map(({ customer }) => rowOf(customer))).toEqual(['polar b']);
    expect(told).toEqual([failure]);
  });

  it('keeps its places for when it is back', async () => {
    const lago = { account: 'lago', list: listOf('lago', 'a', 'c') };
    const polar = { account: 'polar', list: listOf('polar', 'b', 'd') };
    const one = (await loadPage([lago, polar], undefined, 1)).rows[0]?.positions();
    const down = { account: 'lago', list: failing(failure) };
    const two = await loadPage([down, polar], one, 1, () => {});
    expect(two.rows.map(({ customer }) => rowOf(customer))).toEqual(['polar b']);
    const three = await loadPage([lago, polar], two.rows[0]?.positions(), 10);
    expect(three.rows.map(({ customer }) => rowOf(customer))).toEqual(['lago c', 'polar d']);
  });

  it('does not hide a mistake of our own', async () => {
    const lists = [{ account: 'lago', list: failing(new TypeError('our own')) }];
    await expect(loadPage(lists, undefined, 10)).rejects.toThrow('our own');
  });
});

describe('a page', () => {
  it('counts the customers of all lists', async () => {
    const accounts = createAccounts([
      { account: 0, list: 'first', time: 1 },
      { account: 1, list: 'second', time: 2 },
      { account: 1, list: 'first', time: 3 },
    ]);
    expect(await loadPage(listsOf(accounts), undefined, 1)).toMatchObject({ total: 3, hasNextPage: true });
    expect(await loadPage([], undefined, 1)).toMatchObject({ total: 0, hasNextPage: false, rows: [] });
  });

  it('is the last one when a list says that it goes on and gives no rows', async () => {
    const list: CustomerList = { window: async () => ({ customers: [], total: 5 }) };
    const position = { offset: 3, marks: [], createdAt: 0, total: 5 };
    expect(await loadPage([{ account: 'lago', list }], [position], 10, () => {})).toMatchObject({
      hasNextPage: false,
      rows: [],
      total: null,
      unavailable: [{ provider: 'lago', failure: 'bad-response' }],
    });
  });
});
