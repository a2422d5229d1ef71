import { mapBatch } from '../../billing/batch.ts';
import type { SubscriptionReads } from '../../billing/subscription.ts';
import { validate } from '../../http/validate.ts';
import type { OwnedRows } from './owned-rows.ts';
import { givesAccess, subscriptionsSchema, toSubscription } from './wire/subscription.ts';

/** Subscriptions from the shared rows. */
export function createSubscriptionReads(provider: string, subscriptionRows: OwnedRows): SubscriptionReads {
  return {
    async ofCustomers(keys, { includeInactive }, call) {
      const batch = await subscriptionRows.load(keys, call);
      return mapBatch(batch, (rows) =>
        validate(provider, subscriptionsSchema, rows)
          .filter((subscription) => includeInactive || givesAccess(subscription))
          .map(toSubscription),
      );
    },
  };
}
