import { decimal } from '../decimal.ts';
import type { LagoStore } from '../store.ts';
import { saveAppliedCoupon } from './applied-coupon.ts';
import { saveCustomer } from './customer.ts';
import { metersOf, saveSubscription, saveUsagePeriods } from './subscription.ts';
import { saveWallet } from './wallet.ts';

/** External ids that paths have trouble with. Each customer's wallet holds another balance, so that none is mistaken. */
export function seedAwkwardIds(store: LagoStore): void {
  for (const [index, externalId] of awkwardIds.entries()) {
    const customer = saveCustomer(store, externalId, 40, {
      name: `Customer called ${externalId.slice(0, 20)}`,
      email: `awkward-${index}@example.com`,
      currency: 'EUR',
    });
    const row = saveSubscription(store, customer, 'pro_eur', 35, { meters: metersOf(index) });
    saveUsagePeriods(store, row, customer, 1);
    saveWallet(store, customer, 'prepaid', 30, { credits_balance: decimal(String(index + 1)) });
    saveAppliedCoupon(store, customer, 'PARTNER15', 10);
  }
}

const awkwardIds: readonly string[] = [
  'acme',
  'acme.io',
  'team/blue',
  'ticket#9',
  'who?',
  '100%',
  '50%25',
  'Jane Doe',
  'plus+one',
  'r&d',
  'urn:harbor:7',
  'müller-7',
  '客户-8',
  `long-${'x'.repeat(245)}`,
];
