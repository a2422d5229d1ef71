import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallCosts, PricedRead } from '../../../src/billing/call-cost.ts';
import { callsForAlike, createRound } from '../../../src/graphql/pricing/round.ts';
import { createFakeProvider } from '../../support/fake-provider.ts';

/** Chunks, single calls, and rows that two reads share at different prices. */
const costs: CallCosts = {
  read(read, customers) {
    switch (read.kind) {
      case 'customers':
        return { customers: Math.ceil(customers / 3) };
      case 'usage':
        return { subscriptions: Math.ceil(customers / 10), usage: customers };
      case 'entitlements':
        return { subscriptions: Math.ceil(customers / 4) };
      default:
        return { [read.kind]: customers === 0 ? 0 : customers + 1 };
    }
  },
  page: () => 1,
  write: () => 1,
};
const provider = { ...createFakeProvider({ name: 'lago' }), costs };

const reads: readonly PricedRead[] = [
  { kind: 'customers', by: 'key' },
  { kind: 'usage', subscriptionId: null },
  { kind: 'entitlements' },
  { kind: 'coupons', includeInactive: false },
  { kind: 'subscriptions', includeInactive: true },
];
const some = fc.subarray([...reads]);

describe('a round', () => {
  it('of customers of whom all is asked alike costs the same as naming none of them', () => {
    fc.assert(
      fc.property(fc.nat(30), some, some, some, some, (count, before, find, now, later) => {
        const asked = { before, find, now, later };
        const round = createRound();
        round.ask(
          provider,
          Array.from({ length: count }, (_, index) => `customer ${index}`),
          asked,
        );
        expect(round.price().total).toBe(callsForAlike(provider, count, asked));
      }),
    );
  });

  it('costs no less for customers of whom different things are asked than for either of them', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), some, some, (here, there, one, other) => {
        const round = createRound();
        const customers = (count: number, name: string) =>
          Array.from({ length: count }, (_, index) => `${name} ${index}`);
        const now = (each: readonly PricedRead[]) => ({ before: [], find: [], now: each, later: [] });
        round.ask(provider, customers(here, 'one'), now(one));
        round.ask(provider, customers(there, 'other'), now(other));
        const { total } = round.price();
        const alone = callsForAlike(provider, here, now(one));
        const otherAlone = callsForAlike(provider, there, now(other));
        expect(total).toBeGreaterThanOrEqual(Math.max(alone, otherAlone));
        expect(total).toBeLessThanOrEqual(alone + otherAlone);
      }),
    );
  });
});
