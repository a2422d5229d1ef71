import { mapBatch } from '../../billing/batch.ts';
import type { SubscriptionReads } from '../../billing/subscription.ts';
import type { SubscriptionRows } from './subscription-rows.ts';
import { toSubscription } from './wire/subscription.ts';

/** Subscriptions from the rows that usage, coupons and grants start from as well. */
export function createSubscriptionReads(subscriptions: SubscriptionRows): SubscriptionReads {
  return {
    async ofCustomers(keys, { includeInactive }, call) {
      const rows = await (includeInactive ? subscriptions.all : subscriptions.live).load(keys, call);
      return mapBatch(rows, (found) => found.map(toSubscription));
    },
  };
}
