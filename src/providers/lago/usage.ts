import { z } from 'zod';
import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { externalIdProblem } from '../../billing/customer.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import type { Usage, UsageFilter, UsageReads } from '../../billing/usage.ts';
import { askableKeys } from '../askable-keys.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { customerNotFound, type LagoClient, path } from './client.ts';
import type { CustomerRow } from './customers.ts';
import {
  extendForSubscriptions,
  loadActiveSubscriptions,
  type SubscriptionRows,
} from './subscription-rows.ts';
import { currentUsageSchema, type SubscriptionUsage, toUsage } from './wire/usage.ts';

/** What usage is loaded by: JSON text of a customer and one of its subscriptions, since either may hold any letter. */
const pairSchema = z.tuple([z.string(), z.string()]);

/** What the reads of usage start from. */
export interface UsageSources {
  readonly customers: RowLoader<CustomerRow>;
  readonly subscriptions: SubscriptionRows;
}

/** Usage of the current period: Lago tells it per customer and active subscription. */
export function createUsageReads(client: LagoClient, { customers, subscriptions }: UsageSources): UsageReads {
  const usages = createRowLoader((pairs, call) =>
    readEach(pairs, (pair) => {
      const [customer, subscription] = pairSchema.parse(JSON.parse(pair));
      return readCurrentUsage(client, { customer, subscription }, call);
    }),
  );
  const loadUsage = (customer: string, subscription: string, call: Call) =>
    usages.loadOne(JSON.stringify([customer, subscription]), call);

  async function ofSubscription(customer: string, subscription: string, call: Call): Promise<Usage | null> {
    // Nobody has such a subscription; an empty one would be no question at all.
    if (externalIdProblem(subscription) !== null) return toUsage([], call.now());
    const usage = await loadUsage(customer, subscription, call);
    if (usage !== null) return toUsage(usage, call.now());
    return (await customers.loadOne(customer, call)) && refuseNoUsage(client.provider);
  }

  async function ofAllSubscriptions(customer: string, call: Call): Promise<Usage | null> {
    const active = await loadActiveSubscriptions(subscriptions, customer, call);
    if (active === null) return null;
    extendForSubscriptions(client.provider, active, call);
    const found = await Promise.all(active.map(({ external_id }) => loadUsage(customer, external_id, call)));
    return toUsage(
      found.flatMap((usage) => usage ?? refuseNoUsage(client.provider)),
      call.now(),
    );
  }

  return {
    ofCustomers: (keys, { subscriptionId }: UsageFilter, call) =>
      readEach(askableKeys(keys), (customer) =>
        subscriptionId === null
          ? ofAllSubscriptions(customer, call)
          : ofSubscription(customer, subscriptionId, call),
      ),
  };
}

interface UsageQuestion {
  readonly customer: string;
  readonly subscription: string;
}

/** One usage, none where the subscription is not an active one of the customer, null where there is no such customer. */
async function readCurrentUsage(
  client: LagoClient,
  { customer, subscription }: UsageQuestion,
  call: Call,
): Promise<readonly SubscriptionUsage[] | null> {
  try {
    const usage = await client.find(
      {
        method: 'GET',
        path: path`/customers/${customer}/current_usage`,
        // Taxes are not shown, and computing them may call (and fail with) an external tax service.
        query: { external_subscription_id: subscription, apply_taxes: false },
        schema: currentUsageSchema,
        // Here an unknown customer may be told with the code that unknown routes have.
        missing: [...customerNotFound, 'resource_not_found'],
      },
      call,
    );
    return usage && [{ subscriptionId: subscription, usage }];
  } catch (error) {
    if (error instanceof ProviderError && error.reason === 'no_active_subscription') return [];
    throw error;
  }
}

/** The customer is known to exist, so its usage was not found for another reason: a proxy that rewrites paths. */
function refuseNoUsage(provider: string): never {
  throw new ProviderError({ provider, failure: 'bad-response', detail: 'no usage of a known customer' });
}
