import { mapBatch } from '../../billing/batch.ts';
import type { SubscriptionReads } from '../../billing/subscription.ts';
import { validate } from '../../http/validate.ts';
import { createRowLoader } from '../row-loader.ts';
import { type PolarClient, polarPath } from './client.ts';
import { type CustomerRows, createCustomerRowsRead } from './customer-rows.ts';
import { givesAccess, toSubscription, wireSubscriptions } from './wire/subscription.ts';

/** Subscriptions of every status from `GET /v1/subscriptions/`, shared by all fields that are made of them. */
export function createSubscriptionRows(client: PolarClient): CustomerRows {
  return createRowLoader(createCustomerRowsRead(client, { path: polarPath`/v1/subscriptions/`, query: {} }));
}

/** Subscriptions from the shared rows. */
export function createSubscriptionReads(provider: string, subscriptionRows: CustomerRows): SubscriptionReads {
  return {
    async ofCustomers(keys, { includeInactive }, call) {
      const batch = await subscriptionRows.load(keys, call);
      return mapBatch(batch, (rows) =>
        validate(provider, wireSubscriptions, rows)
          .filter((subscription) => includeInactive || givesAccess(subscription))
          .map(toSubscription),
      );
    },
  };
}
