import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Usage, UsageItem, UsageReads } from '../../billing/usage.ts';
import type { Query } from '../../http/path.ts';
import { distinctKeys } from '../distinct-keys.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { type FlexpriceClient, notFound, path } from './client.ts';
import { mergeUsage } from './merge-usage.ts';
import type { SubscriptionRows } from './subscription-rows.ts';
import { toUsageItems, usageSummarySchema } from './wire/usage.ts';

/**
 * Usage through `GET /customers/usage`, which answers for one customer and, of several subscriptions, counts the first
 * one only; so a customer with several is asked about each of them.
 */
export function createUsageReads(client: FlexpriceClient, subscriptions: SubscriptionRows): UsageReads {
  const { provider } = client;

  async function readItems(
    key: string,
    narrowing: Query,
    subscriptionId: string,
    call: Call,
  ): Promise<readonly UsageItem[] | null> {
    const query = { customer_id: key, ...narrowing };
    const summary = await client.find(
      { method: 'GET', path: path`/customers/usage`, query, schema: usageSummarySchema, missing: notFound },
      call,
    );
    if (summary === null) return null;
    requireSameCustomer(provider, key, summary.customer_id);
    return toUsageItems(summary, subscriptionId);
  }

  const readSubscription = (key: string, id: string, call: Call) =>
    readItems(key, { subscription_ids: [id] }, id, call);

  async function readLive(key: string, call: Call): Promise<readonly UsageItem[] | null> {
    const [first, ...others] = (await subscriptions.live.loadOne(key, call)) ?? [];
    if (first === undefined) return [];
    if (others.length === 0) return readItems(key, {}, first.id, call);
    call.budget?.extend(provider, others.length);
    const items = await Promise.all([first, ...others].map(({ id }) => readSubscription(key, id, call)));
    const found = items.filter((some) => some !== null);
    return found.length < items.length ? null : mergeUsage(found);
  }

  return {
    ofCustomers: (keys, { subscriptionId }, call) =>
      readEach(distinctKeys(keys), async (key): Promise<Usage | null> => {
        const items = await (subscriptionId === null
          ? readLive(key, call)
          : readSubscription(key, subscriptionId, call));
        return items === null ? null : { asOf: call.now(), items, charges: [] };
      }),
  };
}
