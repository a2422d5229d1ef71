import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PricedRead, PricedWrite } from '../../../src/billing/call-cost.ts';
import type { Customer } from '../../../src/billing/customer.ts';
import type { CustomerFilter, CustomerOrder } from '../../../src/billing/customer-list.ts';
import type { CustomerChanges, CustomerReference, NewCustomer } from '../../../src/billing/customer-write.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { WriteRefusal } from '../../../src/billing/write-refusal.ts';
import { accountOf } from '../../../src/config/account-of.ts';
import { createLoaders, type Loaders } from '../../../src/loaders/create-loaders.ts';
import { startOfList } from '../../../src/loaders/list-position.ts';
import { createProviders } from '../../../src/providers/create-providers.ts';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { costOf, loaderOf } from '../../support/priced-reads.ts';
import { nothingStale, openNothing } from '../../support/nothing-known.ts';
import { createCall, listOf, openAccount, refusal, rowLike } from './support.ts';

type Known = Pick<Customer, 'key' | 'externalId'>;

const dispatcher = new Agent();
let sandbox: RunningSandbox;
let provider: BillingProvider;
let received = 0;
/** At most one live subscription each; the first has one, with entitlements and grants to come. */
let ordinary: readonly Customer[];

/** One, several, and the largest chunks of 20, 50 and 100 with what is one more. */
const sizes = [1, 2, 20, 21, 50, 51, 100] as const;
const absent: readonly Known[] = Array.from({ length: 100 }, (_, index) => ({
  key: `cust_absent_${index}`,
  externalId: `absent-${index}`,
}));
const everybody: CustomerFilter = { search: null, email: null, externalIds: null, metadata: [] };
const oldestFirst: CustomerOrder = { field: 'CREATED_AT', direction: 'ASC' };

beforeAll(async () => {
  sandbox = await startSandbox({
    onCall: () => {
      received += 1;
    },
  });
  const accounts = sandbox.accounts.filter(({ kind }) => kind === 'FLEXPRICE').map(accountOf);
  [provider = expect.fail('no provider')] = createProviders(accounts, { dispatcher, onExchange: () => {} });
  const create = (_: unknown, index: number) =>
    provider.customerWrites.create({ externalId: `new-${index}`, name: 'New' }, createCall());
  await Promise.all(Array.from({ length: 30 }, create));
  ordinary = await findOrdinary();
});
afterAll(async () => {
  await dispatcher.destroy();
  await sandbox.close();
});

async function findOrdinary(): Promise<readonly Customer[]> {
  const [list = expect.fail('no list')] = provider.customerLists.listsOf({
    filter: everybody,
    order: oldestFirst,
  });
  const { customers } = await list.window({ offset: 0, limit: 1000 }, createCall());
  const keys = customers.map(({ key }) => key);
  const live = await provider.subscriptions.ofCustomers(keys, { includeInactive: false }, createCall());
  const countOf = ({ key }: Customer) => {
    const rows = live.get(key);
    return rows === undefined || rows instanceof ProviderError ? 0 : rows.length;
  };
  // acct-3 has what a customer can have, and one of each.
  const rank = (customer: Customer) => (customer.externalId === 'acct-3' ? 2 : countOf(customer));
  return customers.filter((each) => countOf(each) <= 1).sort((a, b) => rank(b) - rank(a));
}

const fewParts = [
  [false, false, false],
  [true, false, false],
  [false, true, false],
  [false, false, true],
] as const;
const manyParts = [
  [true, true, false],
  [true, false, true],
  [false, true, true],
  [true, true, true],
] as const;

const reads: readonly PricedRead[] = [
  { kind: 'customers', by: 'key' },
  { kind: 'customers', by: 'externalId' },
  { kind: 'usage', subscriptionId: null },
  { kind: 'usage', subscriptionId: 'subs_1' },
  { kind: 'entitlements' },
  { kind: 'coupons', includeInactive: true },
  { kind: 'coupons', includeInactive: false },
  { kind: 'subscriptions', includeInactive: true },
  { kind: 'subscriptions', includeInactive: false },
  ...fewParts.flatMap(readsOfParts),
];

/** The two kinds of reads that take parts, asked for some of their three. */
function readsOfParts([one, two, three]: readonly [boolean, boolean, boolean]): readonly PricedRead[] {
  return [
    { kind: 'balance', money: one, live: two, credits: three },
    { kind: 'upcomingGrants', definition: one, unit: two, amount: three },
  ];
}

function load(loaders: Loaders, read: PricedRead, customers: readonly Known[]): Promise<unknown> {
  const isByExternalId = read.kind === 'customers' && read.by === 'externalId';
  const loader = loaderOf(loaders, read);
  return Promise.allSettled(
    customers.map(({ key, externalId }) =>
      loader.load({ provider, key: isByExternalId ? (externalId ?? '') : key }),
    ),
  );
}

/** How many calls the reads make together. */
async function countCalls(together: readonly PricedRead[], customers: readonly Known[]): Promise<number> {
  const failures: ProviderError[] = [];
  const loaders = createLoaders({
    call: createCall(new Date()),
    onFailure: (error) => failures.push(error),
    openKnown: openNothing,
  });
  const before = received;
  await Promise.all(together.map((read) => load(loaders, read, customers)));
  expect(failures).toEqual([]);
  return received - before;
}

describe('the cost of a read', () => {
  test.each(sizes)('is never less than the calls that it makes for %i customers', async (size) => {
    expect(ordinary.length).toBeGreaterThanOrEqual(size);
    for (const read of reads) {
      const cost = costOf(provider, [read], size);
      const known = await countCalls([read], ordinary.slice(0, size));
      expect(known, `present: ${JSON.stringify(read)}`).toBeLessThanOrEqual(cost);
      const unknown = await countCalls([read], absent.slice(0, size));
      expect(unknown, `absent: ${JSON.stringify(read)}`).toBeLessThanOrEqual(cost);
      if (dependsOnCustomersOnly(read)) expect(known, JSON.stringify(read)).toBe(cost);
    }
  });

  test.each([...reads.filter(({ kind }) => kind !== 'entitlements'), ...manyParts.flatMap(readsOfParts)])(
    'is exact for one customer who has everything: %j',
    async (read) => {
      expect(await countCalls([read], ordinary.slice(0, 1))).toBe(costOf(provider, [read], 1));
    },
  );

  test('is nothing for nobody, and for what Flexprice does not have', () => {
    for (const read of reads) expect(costOf(provider, [read], 0), JSON.stringify(read)).toBe(0);
    expect(provider.costs.read({ kind: 'pastUsage', subscriptionId: null, periods: 3 }, 50)).toEqual({});
  });

  function dependsOnCustomersOnly({ kind }: PricedRead): boolean {
    return kind === 'customers' || kind === 'balance' || kind === 'subscriptions' || kind === 'coupons';
  }
});

describe('the cost of reads made together', () => {
  const sharing: readonly PricedRead[] = [
    { kind: 'usage', subscriptionId: null },
    { kind: 'entitlements' },
    { kind: 'coupons', includeInactive: false },
    { kind: 'subscriptions', includeInactive: false },
    { kind: 'balance', money: true, live: false, credits: false },
    { kind: 'balance', money: true, live: true, credits: false },
    { kind: 'upcomingGrants', definition: false, unit: false, amount: true },
    { kind: 'upcomingGrants', definition: true, unit: true, amount: true },
  ];
  const representative: readonly PricedRead[] = [
    ...sharing,
    { kind: 'usage', subscriptionId: 'subs_1' },
    { kind: 'coupons', includeInactive: true },
    { kind: 'subscriptions', includeInactive: true },
  ];

  test('is never less than the calls that any two make', async () => {
    for (const one of representative) {
      for (const other of representative) {
        const together = [one, other];
        const calls = await countCalls(together, ordinary.slice(0, 1));
        expect(calls, JSON.stringify(together)).toBeLessThanOrEqual(costOf(provider, together, 1));
      }
    }
  });

  test.each(sizes)('is never less than the calls that all make for %i customers', async (size) => {
    const customers = ordinary.slice(0, size);
    expect(await countCalls(representative, customers)).toBeLessThanOrEqual(
      costOf(provider, representative, size),
    );
  });

  test.each([1, 21])('counts once what they share, in any order, for %i customers', async (size) => {
    const customers = ordinary.slice(0, size);
    // Every plan of the sandbox has entitlements, so that none are asked for again.
    const expected = costOf(provider, sharing, size);
    expect(await countCalls(sharing, customers)).toBe(expected);
    expect(await countCalls(sharing.toReversed(), customers)).toBe(expected);
  });
});

describe('the cost of a page', () => {
  const filters: Readonly<Record<string, () => Partial<CustomerFilter>>> = {
    'without a filter': () => ({}),
    'of a search': () => ({ search: 'a' }),
    'of an e-mail address': () => ({ email: ordinary[0]?.email ?? null }),
    'of an e-mail address that the search may refuse': () => ({ email: 'ü@example' }),
    'of an external id': () => ({ externalIds: ['acct-3'] }),
    'of 50 external ids': () => ({
      externalIds: ordinary.slice(0, 50).map(({ externalId }) => externalId ?? ''),
    }),
    'of metadata': () => ({ metadata: [{ key: 'segment', value: 'sales' }] }),
    'of a search for an e-mail address': () => ({ search: 'a', email: ordinary[0]?.email ?? null }),
    'of nobody': () => ({ externalIds: [] }),
  };
  const orders = (['CREATED_AT', 'NAME', 'EMAIL'] as const).flatMap((field) =>
    (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
  );

  test.each(Object.keys(filters))('%s is what it takes, first or next', async (name) => {
    const filter = { ...everybody, ...filters[name]?.() };
    for (const order of orders) {
      for (const first of [1, 100]) {
        const query = { filter, order };
        let lists = provider.customerLists
          .listsOf(query)
          .map((list) => ({ account: provider.name, name: null, list, position: startOfList }));
        for (const continued of [false, true]) {
          const loaders = createLoaders({ call: createCall(), onFailure: () => {}, openKnown: openNothing });
          const before = received;
          const page = (await loaders.customerPage({ lists, order, first })).take(nothingStale);
          expect(page.unavailable).toEqual([]);
          expect(received - before).toBe(provider.costs.page({ query, first, continued }));
          const positions = page.rows.at(-1)?.positions() ?? [];
          lists = lists.map((each, index) => ({ ...each, position: positions[index] ?? each.position }));
        }
      }
    }
  });
});

describe('the cost of a write', () => {
  const named = (externalId: string | null) => ({ externalId: externalId ?? '', name: 'Zoë' });
  const nobody = { key: 'cust_absent' };
  const portal = (reference: CustomerReference) =>
    provider.portalSessions.create(reference, { returnUrl: null }, createCall());
  const update = (reference: CustomerReference, changes: CustomerChanges) =>
    provider.customerWrites.update(reference, changes, createCall());
  const remove = (reference: CustomerReference) => provider.customerWrites.delete(reference, createCall());
  const create = (customer: NewCustomer) => provider.customerWrites.create(customer, createCall());
  const ensure = (customer: NewCustomer) => provider.customerWrites.ensure(customer, createCall());

  test.each<[string, PricedWrite, number, (key: string, externalId: string) => Promise<unknown>]>([
    ['creating', 'create', 1, (key) => create(named(`${key} again`))],
    ['creating who is there', 'create', 1, (_, externalId) => create(named(externalId))],
    ['ensuring who is there', 'ensure', 1, (_, externalId) => ensure(named(externalId))],
    ['ensuring who is not', 'ensure', 2, (key) => ensure(named(`${key} again`))],
    ['updating', 'update', 2, (key) => update({ key }, { name: 'Zoé' })],
    ['updating by external id', 'update', 2, (_, externalId) => update({ externalId }, { name: 'Zoé' })],
    ['changing nothing', 'update', 1, (key) => update({ key }, {})],
    ['updating nobody', 'update', 1, () => update(nobody, { name: 'Zoé' })],
    ['renaming', 'update', 2, (key) => update({ key }, { externalId: `${key} renamed` })],
    ['renaming without metadata', 'update', 3, () => update({ externalId: 'acct-6' }, { externalId: 'six' })],
    ['deleting', 'delete', 2, (key) => remove({ key })],
    ['deleting by external id', 'delete', 2, (_, externalId) => remove({ externalId })],
    ['deleting who cannot be', 'delete', 2, () => remove({ externalId: 'acct-1' })],
    ['deleting nobody', 'delete', 1, () => remove(nobody)],
    ['a portal', 'createPortalSession', 2, (key) => portal({ key })],
    ['a portal by external id', 'createPortalSession', 1, (_, externalId) => portal({ externalId })],
    ['a portal of nobody', 'createPortalSession', 1, () => portal(nobody)],
  ])('covers %s', async (title, write, calls, run) => {
    const { key, externalId } = await create(named(title));
    const before = received;
    await run(key, externalId ?? '').catch((error: unknown) => expect(error).toBeInstanceOf(WriteRefusal));
    expect(received - before).toBe(calls);
    expect(provider.costs.write(write)).toBeGreaterThanOrEqual(calls);
  });

  test('covers finding out who has been created meanwhile', async () => {
    const search = vi
      .fn()
      .mockReturnValue(listOf([rowLike('customers', {})]))
      .mockReturnValueOnce(listOf([]));
    const { provider: account, requests } = openAccount({
      'POST /customers/search': search,
      'POST /customers': () => refusal(409, 'already_exists'),
    });
    await account.customerWrites.ensure(named('birch-7'), createCall());
    expect(requests).toHaveLength(account.costs.write('ensure'));
  });

  test.each(['anonymize', 'removeCoupon', 'createCheckoutSession'] as const)(
    'is nothing for what Flexprice cannot: %s',
    (write) => expect(provider.costs.write(write)).toBe(0),
  );
});
