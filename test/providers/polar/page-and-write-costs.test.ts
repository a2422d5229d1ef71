import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../../src/billing/call.ts';
import type { PricedWrite } from '../../../src/billing/call-cost.ts';
import {
  type CustomerFilter,
  type CustomerOrder,
  type CustomerQuery,
  newestFirst,
} from '../../../src/billing/customer-list.ts';
import type { CustomerReference } from '../../../src/billing/customer-write.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { WriteRefusal } from '../../../src/billing/write-refusal.ts';
import { createLoaders } from '../../../src/loaders/create-loaders.ts';
import { type ListPosition, startOfList } from '../../../src/loaders/list-position.ts';
import { pagesCovering } from '../../../src/providers/page-window.ts';
import { largestPage } from '../../../src/providers/polar/client.ts';
import { costOf } from '../../support/priced-reads.ts';
import { emailOf } from '../../support/sample-customers.ts';
import { nothingStale, openNothing } from '../../support/nothing-known.ts';
import {
  type Account,
  absentPeople,
  createPerson,
  everybody,
  openFake,
  openPricedSandbox,
  type Person,
  type PricedSandbox,
} from './priced-account.ts';
import { brokenRule, complaint, createCall, type FakeAnswer, fixture, refusals } from './support.ts';

let sandbox: PricedSandbox;
let account: Account;
let cautious: Account;
let ordinary: readonly Person[];
let product: string;

beforeAll(async () => {
  sandbox = await openPricedSandbox();
  ({ account, cautious, ordinary, product } = sandbox);
});
afterAll(() => sandbox.close());

const orders: readonly CustomerOrder[] = [
  newestFirst,
  { field: 'NAME', direction: 'ASC' },
  { field: 'EMAIL', direction: 'DESC' },
];
const sizes = [1, 20, 50, 51, 100] as const;

/** Reads a page; tells the calls that it took, and where to go on. */
async function readPage(
  { provider, createCall, received }: Account,
  { query, first, position }: { query: CustomerQuery; first: number; position: ListPosition },
) {
  const lists = provider.customerLists
    .listsOf(query)
    .map((each) => ({ account: provider.name, name: null, list: each, position }));
  const before = received();
  const loaders = createLoaders({ call: createCall(), onFailure: () => {}, openKnown: openNothing });
  const reading = await loaders.customerPage({ lists, order: query.order, first });
  const { rows, unavailable } = reading.take(nothingStale);
  expect(unavailable).toEqual([]);
  return { made: received() - before, next: rows.at(-1)?.positions()[0] ?? startOfList };
}

describe('a page of customers at Polar', () => {
  const filters: readonly (readonly [string, () => Partial<CustomerFilter>])[] = [
    ['everybody', () => ({})],
    ['a search', () => ({ search: 'a' })],
    ['a search with a backslash', () => ({ search: 'acct\\' })],
    ['an e-mail address', () => ({ email: emailOf('more-1') })],
    ['a metadata entry', () => ({ metadata: [{ key: 'segment', value: 'b2b' }] })],
    ['what nobody can have', () => ({ metadata: [{ key: 'segment', value: '' }] })],
    ['one external id', () => ({ externalIds: ['more-1'] })],
    ['an external id given twice', () => ({ externalIds: ['more-1', 'more-1'] })],
    ['no external id', () => ({ externalIds: [] })],
  ];

  it.each(filters)('of %s takes as many calls as it costs', async (_name, filter) => {
    for (const order of orders) {
      const query = { filter: { ...everybody, ...filter() }, order };
      for (const first of sizes) {
        const { costs } = account.provider;
        const { made, next } = await readPage(account, { query, first, position: startOfList });
        expect(made).toBe(costs.page({ query, first, continued: false }));
        const further = await readPage(account, { query, first, position: next });
        expect(further.made).toBeLessThanOrEqual(costs.page({ query, first, continued: true }));
      }
    }
  });

  it('of fifty external ids costs as much as the customers', async () => {
    const externalIds = ordinary.slice(0, 50).map(({ externalId }) => externalId);
    const query = { filter: { ...everybody, externalIds }, order: newestFirst };
    for (const each of [account, cautious]) {
      const cost = each.provider.costs.page({ query, first: 20, continued: false });
      expect(cost).toBe(costOf(each.provider, [{ kind: 'customers', by: 'externalId' }], 50));
      const { made } = await readPage(each, { query, first: 20, position: startOfList });
      expect(made).toBeLessThanOrEqual(cost);
    }
  });

  it('costs what it takes where it begins at the worst place', () => {
    const query = { filter: everybody, order: newestFirst };
    for (let first = 1; first <= 100; first += 1) {
      const pages = Array.from(
        { length: 1_000 },
        (_, offset) => pagesCovering({ offset, limit: first + 1 }, largestPage).numbers.length,
      );
      expect(account.provider.costs.page({ query, first, continued: true }), `${first} customers`).toBe(
        Math.max(...pages),
      );
    }
  });
});

type Write = (provider: BillingProvider, reference: CustomerReference, call: Call) => Promise<unknown>;

const writes: readonly (readonly [PricedWrite, Write])[] = [
  ['update', ({ customerWrites }, one, call) => customerWrites.update(one, {}, call)],
  ['update', ({ customerWrites }, one, call) => customerWrites.update(one, { name: 'New' }, call)],
  [
    'update',
    ({ customerWrites }, one, call) =>
      customerWrites.update(one, { address: { country: 'DE', city: 'Berlin' } }, call),
  ],
  ['delete', ({ customerWrites }, one, call) => customerWrites.delete(one, call)],
  ['anonymize', ({ customerWrites }, one, call) => customerWrites.anonymize?.(one, call) ?? expect.fail()],
  [
    'createPortalSession',
    ({ portalSessions }, one, call) => portalSessions.create(one, { returnUrl: null }, call),
  ],
  [
    'createCheckoutSession',
    ({ checkoutSessions }, one, call) =>
      checkoutSessions?.create(one, { products: [product], successUrl: null }, call) ?? expect.fail(),
  ],
];

/** How many calls the write takes, whether it is refused or not. */
async function callsForWrite({ received }: Account, write: () => Promise<unknown>): Promise<number> {
  const before = received();
  await write().catch((error: unknown) => {
    if (!(error instanceof WriteRefusal)) throw error;
  });
  return received() - before;
}

describe('a write at Polar', () => {
  it.each(writes)('takes no more calls than it costs: %s', async (name, write) => {
    const [one, other] = await Promise.all([
      createPerson(account, 'present 1'),
      createPerson(account, 'present/2'),
    ]);
    const [absent = expect.fail('nobody')] = absentPeople(1);
    const references: readonly CustomerReference[] = [
      { key: one.key },
      { externalId: other.externalId },
      { key: absent.key },
      { externalId: absent.externalId },
    ];
    for (const reference of references) {
      const made = await callsForWrite(account, () =>
        write(account.provider, reference, account.createCall()),
      );
      expect(made).toBeLessThanOrEqual(account.provider.costs.write(name));
    }
    for (const { key } of [one, other]) {
      await callsForWrite(account, () =>
        account.provider.customerWrites.delete({ key }, account.createCall()),
      );
    }
  });

  it('takes all the calls that it costs to update, delete or open a session by external id', async () => {
    for (const [index, [name, write]] of writes.filter(([, each]) => each !== writes[0]?.[1]).entries()) {
      const { externalId } = await createPerson(account, `costly ${index}`);
      const made = await callsForWrite(account, () =>
        write(account.provider, { externalId }, account.createCall()),
      );
      expect(made, name).toBe(account.provider.costs.write(name));
    }
  });

  it('that creates takes as many calls as it costs, and no more where the customer is there', async () => {
    const { customerWrites, costs } = account.provider;
    const input = { externalId: 'created', email: emailOf('created') };
    const create = () => customerWrites.create(input, account.createCall());
    const ensure = () => customerWrites.ensure(input, account.createCall());
    expect(await callsForWrite(account, create)).toBe(costs.write('create'));
    expect(await callsForWrite(account, create)).toBe(costs.write('create'));
    expect(await callsForWrite(account, ensure)).toBeLessThanOrEqual(costs.write('ensure'));
    const fresh = { externalId: 'ensured', email: emailOf('ensured') };
    const ensureFresh = () => customerWrites.ensure(fresh, account.createCall());
    expect(await callsForWrite(account, ensureFresh)).toBeLessThanOrEqual(costs.write('ensure'));
  });

  it('that ensures takes all the calls that it costs where somebody else is faster', async () => {
    const taken = complaint(
      ['external_id'],
      'value_error',
      'A customer with this external ID already exists.',
    );
    const winner: FakeAnswer = { json: fixture('customer', { external_id: 'raced' }) };
    let isThere = false;
    const fake = openFake(({ method }) => {
      if (method === 'GET') return isThere ? winner : refusals.missing;
      isThere = true;
      return brokenRule(taken);
    });
    const { customerWrites, costs } = fake.provider;
    const input = { externalId: 'raced', email: emailOf('raced') };
    const made = await callsForWrite(fake, () => customerWrites.ensure(input, createCall()));
    expect(made).toBe(costs.write('ensure'));
  });

  it('that Polar does not know costs nothing', () => {
    expect(account.provider.couponRemoval).toBeUndefined();
    expect(account.provider.costs.write('removeCoupon')).toBe(0);
  });
});
