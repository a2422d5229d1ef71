import { mapBatch } from '../../billing/batch.ts';
import type { SubscriptionReads } from '../../billing/subscription.ts';
import type { SubscriptionRows } from './subscription-rows.ts';
import { isActive, toSubscription } from './wire/subscription.ts';

/** Subscriptions, by customer. */
export function createSubscriptionReads(rows: SubscriptionRows): SubscriptionReads {
  return {
    async ofCustomers(keys, { includeInactive }, call) {
      const batch = await (includeInactive ? rows.all : rows.active).load(keys, call);
      return mapBatch(batch, (subscriptions) =>
        (includeInactive ? subscriptions : subscriptions.filter(isActive)).map(toSubscription),
      );
    },
  };
}
