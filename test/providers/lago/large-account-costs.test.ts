import { describe, expect, it } from 'vitest';
import type { PricedRead } from '../../../src/billing/call-cost.ts';
import type { ActivityFilter } from '../../../src/billing/subscription.ts';
import { createLoaders } from '../../../src/loaders/create-loaders.ts';
import { costOf } from '../../support/priced-reads.ts';
import { openNothing } from '../../support/nothing-known.ts';
import { person } from './organization.ts';
import { ask, readsWith } from './priced-reads.ts';
import {
  createCall,
  createLago,
  type Fields,
  fixtureRecord,
  fixtureText,
  listed,
  ok,
  refusal,
  type SentRequest,
  subscribed,
} from './support.ts';

const listNames: Readonly<Record<string, string>> = {
  '/customers': 'customers',
  '/subscriptions': 'subscriptions',
  '/wallets': 'wallets',
  '/applied_coupons': 'applied_coupons',
};

/** A Lago of so many pages of customers and everything else, where everybody has one of each and is on no page. */
function openLarge(pages: number, known: (customer: string) => boolean) {
  const { lago, sent } = createLago((request) => {
    const [, , customer = '', list = ''] = request.path.split('/');
    const name = listNames[request.path];
    if (name !== undefined) {
      return ok({ [name]: [], meta: { total_pages: pages, total_count: 0 } });
    }
    if (request.path.startsWith('/subscriptions/')) return ok(JSON.parse(fixtureText('entitlements')));
    return known(customer) ? answerAbout(customer, list, request) : refusal(404, 'customer_not_found');
  });
  return { lago, sent };
}

function answerAbout(customer: string, list: string, request: SentRequest) {
  const rowOf = (fields: Fields) => ({ ...fields, external_customer_id: customer });
  switch (list) {
    case 'subscriptions':
      return subscribed(customer, `${customer}-subscription`)(request);
    case 'wallets':
      return listed('wallets', [rowOf(fixtureRecord('wallets', 'wallets'))], request);
    case 'applied_coupons':
      return listed('applied_coupons', [rowOf(fixtureRecord('applied-coupons', 'applied_coupons'))], request);
    case 'past_usage':
      return listed('usage_periods', [fixtureRecord('past-usage', 'usage_periods')], request);
    case 'current_usage':
      return ok(JSON.parse(fixtureText('current-usage')));
    default:
      return ok({ customer: person(customer) });
  }
}

function looksForCustomers(read: PricedRead): boolean {
  return read.kind === 'usage' && read.subscriptionId !== null;
}

describe('in a large account, the cost of a read', () => {
  const keys = Array.from({ length: 20 }, (_, index) => `team-${index}`);
  const reads = readsWith('team-0-subscription');

  it.each(reads.map((read) => ({ read })))(
    'counts the page that tells how large it is: $read',
    async ({ read }) => {
      for (const count of [1, 4, 5, 20]) {
        const { lago, sent } = openLarge(500, () => true);
        const failures = await ask(lago, [read], keys.slice(0, count));
        expect(failures).toEqual([]);
        const cost = costOf(lago, [read], count);
        expect(sent.length).toBeLessThanOrEqual(cost);
        // Who turns out to have the subscription is not looked for.
        if (!looksForCustomers(read)) expect(sent).toHaveLength(cost);
      }
    },
  );

  it('counts it for each of the two lists of subscriptions', async () => {
    const { lago, sent } = openLarge(500, () => true);
    const { subscriptions } = createLoaders({
      call: createCall(),
      onFailure: () => {},
      openKnown: openNothing,
    });
    const load = (filter: ActivityFilter, some: readonly string[]) =>
      Promise.allSettled(some.map((key) => subscriptions(filter).load({ provider: lago, key })));
    await Promise.all([
      load({ includeInactive: false }, keys.slice(0, 10)),
      load({ includeInactive: true }, keys.slice(10)),
    ]);
    expect(sent).toHaveLength(22);
    const both = reads.filter(({ kind }) => kind === 'subscriptions');
    expect(costOf(lago, both, 20)).toBe(22);
  });
});
