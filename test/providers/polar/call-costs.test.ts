import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PricedRead } from '../../../src/billing/call-cost.ts';
import { largestPage } from '../../../src/providers/polar/client.ts';
import { costOf } from '../../support/priced-reads.ts';
import {
  type Account,
  absentPeople,
  callsFor,
  openFake,
  openPricedSandbox,
  type Person,
  type PricedSandbox,
} from './priced-account.ts';
import { fixture, list, page, polarId, type Row } from './support.ts';

/** Lists of the whole account are tried from five on; a call takes fifty customers. */
const counts = [1, 2, 4, 5, 20, 50, 51, 100] as const;

const customerReads: readonly PricedRead[] = [
  { kind: 'customers', by: 'key' },
  { kind: 'customers', by: 'externalId' },
];
const rowReads: readonly PricedRead[] = [
  { kind: 'usage', subscriptionId: null },
  { kind: 'usage', subscriptionId: polarId(1) },
  { kind: 'entitlements' },
  ...[true, false].flatMap((includeInactive): readonly PricedRead[] => [
    { kind: 'coupons', includeInactive },
    { kind: 'subscriptions', includeInactive },
  ]),
  ...[true, false].flatMap((money) =>
    [true, false].map((credits) => ({ kind: 'balance', money, live: true, credits }) as const),
  ),
];
const grantReads = [true, false].map(
  (unit) => ({ kind: 'upcomingGrants', definition: true, unit, amount: true }) as const,
);
const allReads = [...customerReads, ...rowReads, ...grantReads];

let sandbox: PricedSandbox;
let account: Account;
let cautious: Account;
let ordinary: readonly Person[];

beforeAll(async () => {
  sandbox = await openPricedSandbox();
  ({ account, cautious, ordinary } = sandbox);
});
afterAll(() => sandbox.close());

describe('no more calls than it costs at Polar takes', () => {
  it.each(allReads)('%j, of ordinary customers and of those gone since', async (read) => {
    expect(ordinary.length).toBeGreaterThanOrEqual(100);
    for (const count of counts) {
      const cost = costOf(account.provider, [read], count);
      const people = ordinary.slice(0, count);
      expect(await callsFor(account, [read], people), `${count} people`).toBeLessThanOrEqual(cost);
      // Looking for customers in vain is not ordinary.
      if (read.kind === 'customers') continue;
      expect(await callsFor(account, [read], absentPeople(count)), `${count} absent`).toBeLessThanOrEqual(
        cost,
      );
    }
  });

  it.each(customerReads)('%j, one by one', async (read) => {
    for (const count of counts) {
      expect(await callsFor(cautious, [read], ordinary.slice(0, count))).toBe(count);
      expect(await callsFor(cautious, [read], absentPeople(count))).toBe(count);
      expect(costOf(cautious.provider, [read], count)).toBe(count);
    }
  });

  it.each([
    ['the customers first', () => account, allReads],
    ['the customers last and one by one', () => cautious, allReads.toReversed()],
  ] as const)('everything at once, %s', async (_name, chosen, reads) => {
    for (const count of counts) {
      expect(
        await callsFor(chosen(), reads, ordinary.slice(0, count)),
        `${count} people`,
      ).toBeLessThanOrEqual(costOf(chosen().provider, reads, count));
    }
  });

  it.each([...customerReads, ...rowReads])(
    '%j of one ordinary customer, who takes all of them',
    async (read) => {
      expect(await callsFor(account, [read], ordinary.slice(0, 1))).toBe(costOf(account.provider, [read], 1));
    },
  );
});

/**
 * An account whose customers have one live subscription each, with seats and a meter that it does not name, and as many
 * rows as is ordinary. As many of them are about to change to a product of their own as make for the most calls: one, or
 * one more than fit a call.
 */
function openFullest(count: number): Account {
  const moving = count <= 50 ? 1 : 51;
  const subscription = fixture('subscription', { seats: 3, prices: [], meters: [], customer: undefined });
  const meter = fixture('customer-meter', { customer: undefined });
  const grant = fixture('benefit-grant', { customer: undefined });
  const wallet = fixture('wallet');
  const product = fixture('product');
  const rowsOf: Readonly<Record<string, (person: number, customer: Row) => readonly Row[]>> = {
    '/v1/subscriptions/': (person, customer) => [
      {
        ...subscription,
        ...customer,
        id: polarId(1_000 + person),
        pending_update:
          person > moving
            ? null
            : { id: 'u', applies_at: '2026-03-20T00:00:00Z', product_id: polarId(2_000 + person) },
      },
      { ...subscription, ...customer, id: polarId(3_000 + person), status: 'canceled' },
    ],
    '/v1/customer-meters/': (person, customer) =>
      numbered(person, 4, (id) => ({ ...meter, ...customer, id, meter_id: id })),
    '/v1/benefit-grants/': (person, customer) =>
      numbered(person, 10, (id) => ({ ...grant, ...customer, id })),
    '/v1/wallets/': (person, customer) =>
      ['eur', 'usd'].map((currency) => ({ ...wallet, ...customer, id: `${person} ${currency}`, currency })),
  };
  return openFake(({ path, query }) => {
    if (path === '/v1/meters/') return list(fixture('meter'));
    if (path === '/v1/products/') return list(...query.getAll('id').map((id) => ({ ...product, id })));
    const rows = query
      .getAll('customer_id')
      .flatMap((id) => rowsOf[path]?.(Number(id.slice(-12)), { customer_id: id }) ?? []);
    const number = Number(query.get('page'));
    const pages = Math.ceil(rows.length / largestPage);
    return page(rows.slice((number - 1) * largestPage, number * largestPage), { total: rows.length, pages });
  });
}

function numbered(person: number, count: number, toRow: (id: string) => Row): readonly Row[] {
  return Array.from({ length: count }, (_, index) => toRow(polarId(person * 100 + index)));
}

describe('just as many calls as it costs at Polar takes', () => {
  const telling = [1, 2, 11, 50, 51, 100] as const;

  it('nothing, of nobody and where there is nothing of the kind', () => {
    expect(costOf(account.provider, allReads, 0)).toBe(0);
    expect(costOf(account.provider, [{ kind: 'pastUsage', subscriptionId: null, periods: 12 }], 9)).toBe(0);
  });

  it.each([...rowReads, ...grantReads])('%j of customers with as much as is ordinary', async (read) => {
    for (const count of telling) {
      const fullest = openFullest(count);
      const people = absentPeople(count);
      expect(await callsFor(fullest, [read], people), `${count} people`).toBe(
        costOf(fullest.provider, [read], count),
      );
    }
  });

  it('at most everything at once of customers with as much as is ordinary', async () => {
    for (const count of telling) {
      const fullest = openFullest(count);
      const reads = [...rowReads, ...grantReads];
      const made = await callsFor(fullest, reads, absentPeople(count));
      expect(made, `${count} people`).toBeLessThanOrEqual(costOf(fullest.provider, reads, count));
    }
  });
});
