import { Agent } from 'undici';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Customer, externalIdProblem } from '../../../src/billing/customer.ts';
import {
  type CustomerFilter,
  type CustomerList,
  type CustomerOrder,
  matchesFilter,
  newestFirst,
} from '../../../src/billing/customer-list.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { accountOf } from '../../../src/config/account-of.ts';
import { createFlexpriceProvider } from '../../../src/providers/flexprice/index.ts';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { createCall, refusalOf } from './support.ts';

const dispatcher = new Agent();
let sandbox: RunningSandbox;
let provider: BillingProvider;

beforeEach(async () => {
  sandbox = await startSandbox();
  const account = sandbox.accounts.find(({ name }) => name === 'flexprice') ?? expect.fail('no flexprice');
  provider = createFlexpriceProvider(accountOf(account), { dispatcher, onExchange: () => {} });
});
afterEach(() => sandbox.close());
afterAll(() => dispatcher.destroy());

const everybody: CustomerFilter = { search: null, email: null, externalIds: null, metadata: [] };

const listsOf = (filter: Partial<CustomerFilter> = {}, order: CustomerOrder = newestFirst) =>
  provider.customerLists.listsOf({ filter: { ...everybody, ...filter }, order });

/** All customers of the list, read in windows of this size. */
async function readAll(list: CustomerList, limit: number): Promise<readonly Customer[]> {
  const customers: Customer[] = [];
  for (let total = 1; customers.length < total; ) {
    const window = await list.window({ offset: customers.length, limit }, createCall());
    if (window.customers.length === 0) break;
    customers.push(...window.customers);
    total = window.total;
  }
  return customers;
}

async function readLists(lists: readonly CustomerList[], limit = 100): Promise<readonly Customer[]> {
  return (await Promise.all(lists.map((list) => readAll(list, limit)))).flat();
}

const externalIdsOf = (customers: readonly Customer[]) =>
  customers.map(({ externalId }) => externalId).sort();

describe('in front of the sandbox', () => {
  test('a customer is created, changed, listed and deleted', async () => {
    const { customerWrites, customers } = provider;
    const reference = { externalId: 'Zoë & Söhne/1' };
    const created = await customerWrites.create(
      { ...reference, name: 'Zoë', phone: '112', address: { city: 'Ulm', country: 'DE' } },
      createCall(),
    );
    expect(created).toMatchObject({ ...reference, name: 'Zoë', phone: '112', metadata: [] });
    expect(await refusalOf(customerWrites.create({ ...reference, name: 'Zoë' }, createCall()))).toMatchObject(
      {
        kind: 'conflict',
      },
    );

    const changes = { name: 'Zoë Söhne', phone: null, address: { city: null, line1: 'Am Ring 1' } };
    const metadata = [{ key: 'tier', value: 'gold' }];
    const changed = await customerWrites.update(reference, { ...changes, metadata }, createCall());
    const expected = {
      key: created.key,
      name: 'Zoë Söhne',
      phone: null,
      address: { line1: 'Am Ring 1', city: null, country: 'DE' },
      metadata,
    };
    expect(changed).toMatchObject(expected);
    expect((await customers.byKeys([created.key], createCall())).get(created.key)).toMatchObject(expected);
    expect((await readLists(listsOf({ search: 'SÖHNE' }))).map(({ key }) => key)).toEqual([created.key]);

    expect(await customerWrites.delete(reference, createCall())).toBe(created.key);
    expect(await refusalOf(customerWrites.delete(reference, createCall()))).toEqual({ kind: 'not-found' });
    const byKey = { key: created.key };
    expect(await refusalOf(customerWrites.delete(byKey, createCall()))).toEqual({ kind: 'not-found' });
    expect(await refusalOf(customerWrites.update(byKey, changes, createCall()))).toEqual({
      kind: 'not-found',
    });
    expect(await readLists(listsOf({ externalIds: [reference.externalId] }))).toEqual([]);
    expect(await customerWrites.create({ ...reference, name: 'Zoë' }, createCall())).not.toMatchObject(byKey);
  });

  test('ensuring a customer ten times at once makes one', async () => {
    const wanted = { externalId: 'ten-at-once', name: 'Ten' };
    const ensured = await Promise.all(
      Array.from({ length: 10 }, () => provider.customerWrites.ensure(wanted, createCall())),
    );
    expect(new Set(ensured.map(({ customer }) => customer.key)).size).toBe(1);
    expect(ensured.filter(({ created }) => created)).toHaveLength(1);
    expect(await readLists(listsOf({ externalIds: ['ten-at-once'] }))).toHaveLength(1);
  });

  test('an external id changes where there was no metadata, and its portal moves with it', async () => {
    const changed = await provider.customerWrites.update(
      { externalId: 'acct-6' },
      { externalId: 'acct-6 moved' },
      createCall(),
    );
    expect(changed).toMatchObject({ externalId: 'acct-6 moved' });
    const open = (reference: { key: string } | { externalId: string }) =>
      provider.portalSessions.create(reference, { returnUrl: null }, createCall());
    expect((await open({ externalId: 'acct-6 moved' })).url).toMatch(/^https:/);
    expect((await open({ key: changed.key })).expiresAt).toBeInstanceOf(Date);
    expect(await refusalOf(open({ externalId: 'acct-6' }))).toEqual({ kind: 'not-found' });
    const toTaken = provider.customerWrites.update(
      { key: changed.key },
      { externalId: 'acct-1' },
      createCall(),
    );
    expect(await refusalOf(toTaken)).toMatchObject({ kind: 'conflict' });
  });

  test('a customer with a running subscription cannot be deleted', async () => {
    expect(await refusalOf(provider.customerWrites.delete({ externalId: 'acct-1' }, createCall()))).toEqual({
      kind: 'conflict',
      message: 'The customer has an active subscription or wallet.',
      path: [],
    });
  });

  test('what only Flexprice can tell comes back under our names', async () => {
    const wanted = {
      externalId: 'picky',
      name: 'Picky',
      email: 'a@b',
      timezone: 'europe/berlin',
      address: { country: 'XX' },
    };
    expect(await refusalOf(provider.customerWrites.create(wanted, createCall()))).toMatchObject({
      kind: 'invalid',
      issues: [{ path: ['email'] }, { path: ['address', 'country'] }, { path: ['timezone'] }],
    });
  });

  test('a list has every customer once, in windows of any size', async () => {
    const all = await readLists(listsOf(), 1000);
    expect(all.length).toBeGreaterThan(70);
    expect(all.every(({ externalId }) => externalId !== null && externalIdProblem(externalId) === null)).toBe(
      true,
    );
    for (const size of [1, 7, 20]) expect(await readLists(listsOf(), size)).toEqual(all);
    const byName = await readLists(listsOf({}, { field: 'NAME', direction: 'DESC' }), 13);
    expect(byName.map(({ name }) => name ?? '')).toEqual(
      all
        .map(({ name }) => name ?? '')
        .sort()
        .reverse(),
    );
    expect(new Set(byName.map(({ key }) => key)).size).toBe(all.length);
  });

  test.each<Partial<CustomerFilter>>([
    { search: 'ADA' },
    { search: 'acct-1' },
    { search: 'example.com' },
    { search: '50%' },
    { search: '_' },
    { search: '客户' },
    { search: 'o', metadata: [{ key: 'segment', value: 'sales' }] },
    { search: 'acct', externalIds: ['acct-1', 'acct-2', 'fx-1'] },
    { email: 'ada.lovelace@example.com' },
    { metadata: [{ key: 'segment', value: 'self-serve' }] },
    { externalIds: ['north/south', '50%25', 'acct-1', 'nobody'] },
    { externalIds: ['acct-1'], email: 'grace.hopper@example.com' },
  ])('a list narrowed by %j has whom it should, each once, and says how many', async (filter) => {
    const expected = (await readLists(listsOf())).filter((customer) =>
      matchesFilter(customer, { ...everybody, ...filter }),
    );
    const lists = listsOf(filter);
    expect(externalIdsOf(await readLists(lists, 3))).toEqual(externalIdsOf(expected));
    const windows = await Promise.all(
      lists.map((list) => list.window({ offset: 0, limit: 1 }, createCall())),
    );
    expect(windows.reduce((sum, { total }) => sum + total, 0)).toBe(expected.length);
  });
});
