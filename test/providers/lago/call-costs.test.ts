import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PricedPage, PricedRead } from '../../../src/billing/call-cost.ts';
import { type CustomerFilter, type CustomerOrder, newestFirst } from '../../../src/billing/customer-list.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { accountOf } from '../../../src/config/account-of.ts';
import { createLoaders } from '../../../src/loaders/create-loaders.ts';
import { startOfList } from '../../../src/loaders/list-position.ts';
import { createProviders } from '../../../src/providers/create-providers.ts';
import { largestPage } from '../../../src/providers/lago/customer-lists.ts';
import { pagesCovering } from '../../../src/providers/page-window.ts';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { costOf } from '../../support/priced-reads.ts';
import { nothingStale, openNothing } from '../../support/nothing-known.ts';
import { createOrganization, person } from './organization.ts';
import { ask, grantParts, readsWith, settle } from './priced-reads.ts';
import { complaint, createCall, createLago, now } from './support.ts';

// What is asked of the sandbox, against what the adapter says beforehand.

/** An adapter, and customers of its account with at most one live subscription each. */
interface Account {
  readonly lago: BillingProvider;
  readonly ordinary: readonly string[];
  /** The live subscription of the first of them. */
  readonly subscriptionId: string;
}

const bulks = ['auto', 'never'] as const;
/** Lists of the whole account are tried from five on; one by one, nothing happens at any number. */
const counts = { auto: [1, 2, 4, 5, 50, 100], never: [1, 5, 20] } as const;
const countsOfNobodies = [1, 4, 5, 50] as const;

let received = 0;
const dispatcher = new Agent();
let close: () => Promise<void>;
let accounts: Readonly<Record<(typeof bulks)[number], Account>>;

beforeAll(async () => {
  const sandbox = await startSandbox({
    now: () => now,
    onCall: () => {
      received += 1;
    },
  });
  close = () => sandbox.close();
  const account = sandbox.accounts.find(({ kind }) => kind === 'LAGO') ?? expect.fail('no Lago');
  const open = async (bulk: (typeof bulks)[number]): Promise<Account> => {
    const settings = { ...accountOf(account), bulk };
    const [lago] = createProviders([settings], { dispatcher, onExchange: () => {} });
    return lago === undefined ? expect.fail('no adapter') : { ...(await findOrdinary(lago)), lago };
  };
  const auto = await open('auto');
  accounts = { auto, never: await open('never') };
});
afterAll(async () => {
  await dispatcher.destroy();
  await close();
});

/** The calls that it takes, whatever comes of it. */
async function countCalls(work: () => Promise<unknown>): Promise<number> {
  const before = received;
  await settle(work());
  return received - before;
}

/** A hundred, those first who have a subscription and a grant to come: everything about them takes a call. */
async function findOrdinary(lago: BillingProvider): Promise<Pick<Account, 'ordinary' | 'subscriptionId'>> {
  const call = createCall();
  for (let index = 0; index < 40; index += 1) {
    await lago.customerWrites.ensure({ externalId: `further-${index}` }, call);
  }
  const [list] = lago.customerLists.listsOf({ filter: everybody, order: newestFirst });
  const found = await list?.window({ offset: 0, limit: 500 }, call);
  const keys = found?.customers.map(({ key }) => key) ?? [];
  const live = await lago.subscriptions.ofCustomers(keys, { includeInactive: false }, call);
  const grants = await lago.upcomingGrants.ofCustomers(keys, grantParts, call);
  const countOf = (rows: readonly unknown[] | ProviderError | undefined) =>
    rows === undefined || rows instanceof ProviderError ? expect.fail('not read') : rows.length;
  const worth = (key: string) => 2 * countOf(live.get(key)) + Math.min(1, countOf(grants.get(key)));
  const ordinary = keys
    .filter((key) => countOf(live.get(key)) <= 1)
    .toSorted((one, other) => worth(other) - worth(one))
    .slice(0, 100);
  expect(ordinary).toHaveLength(100);
  expect(worth(ordinary[0] ?? '')).toBe(3);
  const subscriptions = live.get(ordinary[0] ?? '');
  const subscription = subscriptions instanceof ProviderError ? undefined : subscriptions?.[0];
  return { ordinary, subscriptionId: subscription?.subscriptionId ?? expect.fail('no subscription') };
}

const everybody: CustomerFilter = { search: null, email: null, externalIds: null, metadata: [] };

const nobodies = Array.from({ length: 100 }, (_, index) => `nobody-${index}`);

/** Which of the combinations of reads, each made at once, take more calls than they are said to. */
async function findTooCheap(
  { lago }: Account,
  combinations: readonly (readonly PricedRead[])[],
  keysOf: readonly (readonly string[])[],
): Promise<readonly unknown[]> {
  const tooCheap: unknown[] = [];
  for (const reads of combinations) {
    for (const keys of keysOf) {
      const made = await countCalls(() => ask(lago, reads, keys));
      const cost = costOf(lago, reads, keys.length);
      if (made > cost) tooCheap.push({ reads, customers: keys.length, made, cost });
    }
  }
  return tooCheap;
}

describe.each(bulks)('with bulk %s, the cost of a read', (bulk) => {
  it('is never less than is asked', async () => {
    const { ordinary, subscriptionId } = accounts[bulk];
    const reads = readsWith(subscriptionId).map((read) => [read]);
    const keysOf = [
      ...counts[bulk].map((count) => ordinary.slice(0, count)),
      ...countsOfNobodies.map((count) => nobodies.slice(0, count)),
    ];
    expect(await findTooCheap(accounts[bulk], reads, keysOf)).toEqual([]);
  });

  it('is what is asked of one customer', async () => {
    const { lago, ordinary, subscriptionId } = accounts[bulk];
    const keys = ordinary.slice(0, 1);
    for (const read of readsWith(subscriptionId)) {
      const made = await countCalls(async () => expect(await ask(lago, [read], keys)).toEqual([]));
      // Only a customer who is not there is looked for.
      const spared = read.kind === 'usage' && read.subscriptionId !== null ? 1 : 0;
      expect({ read, made }).toEqual({ read, made: costOf(lago, [read], 1) - spared });
    }
  });

  it('shares what all reads have in common', async () => {
    const { ordinary, subscriptionId } = accounts[bulk];
    const reads = readsWith(subscriptionId);
    const keysOf = [1, 5, 20].flatMap((count) => [ordinary.slice(0, count), nobodies.slice(0, count)]);
    const all = [reads, reads.toReversed()];
    expect(await findTooCheap(accounts[bulk], all, keysOf)).toEqual([]);
  });
});

describe('the cost of reads that are made at once', () => {
  it('shares what any two have in common, in either order', async () => {
    const { ordinary, subscriptionId } = accounts.auto;
    const reads = readsWith(subscriptionId);
    const pairs = reads.flatMap((one) => reads.filter((other) => other !== one).map((other) => [one, other]));
    expect(await findTooCheap(accounts.auto, pairs, [ordinary.slice(0, 2)])).toEqual([]);
  });

  it('is that of the rows which fields are made from', () => {
    const { lago } = accounts.auto;
    const cost = (...reads: readonly PricedRead[]) => costOf(lago, reads, 1);
    const subscriptions = { kind: 'subscriptions', includeInactive: false } as const;
    const balance = { kind: 'balance', money: true, live: true, credits: true } as const;
    expect(cost(subscriptions, { kind: 'subscriptions', includeInactive: true })).toBe(1);
    expect(cost(subscriptions, { kind: 'usage', subscriptionId: null }, { kind: 'entitlements' })).toBe(3);
    expect(cost(balance, { kind: 'upcomingGrants', ...grantParts })).toBe(2);
  });
});

const orders: readonly CustomerOrder[] = [
  newestFirst,
  { field: 'CREATED_AT', direction: 'ASC' },
  { field: 'NAME', direction: 'ASC' },
];

/** The first page, and the next one where there is any, each in a request of its own. */
async function countPages({ lago }: Account, page: Omit<PricedPage, 'continued'>) {
  const { query, first } = page;
  const [list = expect.fail('no list')] = lago.customerLists.listsOf(query);
  const load = async (position: typeof startOfList) => {
    const loaders = createLoaders({ call: createCall(), onFailure: () => {}, openKnown: openNothing });
    const lists = [{ account: lago.name, name: null, list, position }];
    return (await loaders.customerPage({ lists, order: query.order, first })).take(nothingStale);
  };
  let next: typeof startOfList | undefined;
  const made = await countCalls(async () => {
    const { rows } = await load(startOfList);
    next = rows.at(-1)?.positions()[0];
  });
  const position = next;
  return { made, madeNext: position === undefined ? null : await countCalls(() => load(position)) };
}

describe.each(bulks)('with bulk %s, the cost of a page of customers', (bulk) => {
  const filters = (ordinary: readonly string[]): readonly Partial<CustomerFilter>[] => [
    {},
    { search: 'a' },
    { email: 'ada.lovelace@example.com' },
    { email: 'no address', externalIds: ordinary },
    { metadata: [{ key: 'segment', value: 'startup' }] },
    { metadata: [{ key: 'a[b]', value: 'cannot be asked for' }] },
    { externalIds: [] },
    { externalIds: ordinary.slice(0, 1) },
    { externalIds: ordinary.slice(0, 50) },
    { externalIds: nobodies.slice(0, 4) },
    { externalIds: nobodies.slice(0, 50) },
  ];

  it.each([1, 20, 50, 51, 100])('of %i is never less than is asked', async (first) => {
    const account = accounts[bulk];
    for (const some of filters(account.ordinary)) {
      for (const order of orders) {
        const query = { filter: { ...everybody, ...some }, order };
        const { made, madeNext } = await countPages(account, { query, first });
        const { page } = account.lago.costs;
        const cost = page({ query, first, continued: false });
        const costNext = page({ query, first, continued: true });
        const about = { some, order };
        expect({ about, isEnough: made <= cost && (madeNext ?? 0) <= costNext }).toEqual({
          about,
          isEnough: true,
        });
        if (query.filter.externalIds === null && query.filter.metadata.length === 0) expect(made).toBe(cost);
      }
    }
  });
});

describe('a page after a cursor', () => {
  it('is one call wherever it begins', () => {
    const isCut = (offset: number, limit: number) =>
      pagesCovering({ offset, limit }, largestPage).numbers.length > 1;
    const offsets = Array.from({ length: 100_000 }, (_, offset) => offset);
    expect([2, 21, 51, 101].flatMap((limit) => offsets.filter((offset) => isCut(offset, limit)))).toEqual([]);
  });
});

describe('the cost of a write', () => {
  /** All writes of one customer, from its creation to its end, and what they take. */
  function writesOf(externalId: string) {
    const { lago, ordinary } = accounts.auto;
    const { customerWrites: writes, portalSessions, checkoutSessions } = lago;
    const customer = { externalId, name: 'Ada' };
    const call = createCall;
    return [
      ['update', () => writes.update({ externalId }, { name: 'Nobody' }, call())],
      ['delete', () => writes.delete({ externalId }, call())],
      ['ensure', () => writes.ensure(customer, call())],
      ['ensure', () => writes.ensure(customer, call())],
      ['create', () => writes.create(customer, call())],
      ['update', () => writes.update({ key: externalId }, { name: 'Bob' }, call())],
      ['update', () => writes.update({ externalId }, { metadata: [{ key: 'a', value: 'b' }] }, call())],
      ['createPortalSession', () => portalSessions.create({ key: externalId }, { returnUrl: null }, call())],
      [
        'createCheckoutSession',
        () => checkoutSessions?.create({ externalId }, { products: null, successUrl: null }, call()),
      ],
      ['removeCoupon', () => removeCoupon(lago, `00000000-0000-4000-8000-000000000000:${externalId}`)],
      ['removeCoupon', () => removeCoupon(lago, `00000000-0000-4000-8000-000000000000:${ordinary[0]}`)],
      ['delete', () => writes.delete({ key: externalId }, call())],
      ['create', () => writes.create(customer, call())],
      ['createPortalSession', () => portalSessions.create({ externalId }, { returnUrl: null }, call())],
      ['delete', () => writes.delete({ externalId }, call())],
    ] as const;
  }

  const removeCoupon = (lago: BillingProvider, key: string) =>
    lago.couponRemoval?.remove(key, createCall()) ?? expect.fail('no removal');

  it('is what the dearer kind of id takes', async () => {
    const most = new Map<string, number>();
    for (const [write, work] of [...writesOf('written'), ...writesOf('written@example.com')]) {
      most.set(write, Math.max(most.get(write) ?? 0, await countCalls(async () => work())));
    }
    const { costs } = accounts.auto.lago;
    expect(Object.fromEntries(most)).toEqual({
      create: costs.write('create'),
      // Here nobody is faster.
      ensure: costs.write('ensure') - 1,
      update: costs.write('update'),
      delete: costs.write('delete'),
      removeCoupon: costs.write('removeCoupon'),
      createPortalSession: costs.write('createPortalSession'),
      createCheckoutSession: costs.write('createCheckoutSession'),
    });
  });

  it('covers the look for whoever has created the customer meanwhile', async () => {
    let isThere = false;
    const { lago, sent } = createLago((request) => {
      if (request.method !== 'POST') return createOrganization(isThere ? [person('new')] : [])(request);
      isThere = true;
      return complaint({ external_id: ['value_already_exist'] });
    });
    await lago.customerWrites.ensure({ externalId: 'new' }, createCall());
    expect(sent).toHaveLength(lago.costs.write('ensure'));
  });

  it('is nothing where Lago has no such write', () => {
    expect(accounts.auto.lago.customerWrites.anonymize).toBeUndefined();
    expect(accounts.auto.lago.costs.write('anonymize')).toBe(0);
  });
});
