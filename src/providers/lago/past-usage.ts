import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { externalIdProblem } from '../../billing/customer.ts';
import type { PastUsageFilter, PastUsageReads, UsagePeriod } from '../../billing/usage.ts';
import { validate } from '../../http/validate.ts';
import { createPageSchema, customerPageSize, type LagoAccount, path, readAllPages } from './client.ts';
import { askable } from './external-ids.ts';
import { loadActiveSubscriptions, type SubscriptionRows } from './subscriptions.ts';
import { pastUsageSchema, toUsagePeriod } from './wire/usage.ts';

const pageSchema = createPageSchema('usage_periods');

/** Usage of billed periods. A subscription that is asked for by its id may have ended. */
export function createPastUsageReads(account: LagoAccount, subscriptions: SubscriptionRows): PastUsageReads {
  async function ofCustomer(customer: string, { subscriptionId, periods }: PastUsageFilter, call: Call) {
    const wanted =
      subscriptionId === null
        ? (await loadActiveSubscriptions(subscriptions, customer, call))?.map((row) => row.external_id)
        : [subscriptionId].filter((id) => externalIdProblem(id) === null);
    if (wanted === undefined) return null;
    const read = (subscription: string) => readPastUsage(account, { customer, subscription, periods }, call);
    const found = await Promise.all(wanted.map(read));
    return found.every((past) => past !== null) ? newestFirst(found.flat()) : null;
  }

  return {
    ofCustomers: (keys, filter, call) =>
      readEach(askable(keys), (customer) => ofCustomer(customer, filter, call)),
  };
}

interface PastUsageQuestion {
  readonly customer: string;
  readonly subscription: string;
  readonly periods: number | null;
}

async function readPastUsage(
  { provider, client }: LagoAccount,
  { customer, subscription, periods }: PastUsageQuestion,
  call: Call,
): Promise<readonly UsagePeriod[] | null> {
  const readPage = (page: number) => {
    // `periods_count` takes the place of `per_page`.
    const limit = periods === null ? { per_page: customerPageSize } : { periods_count: periods };
    return client.find(
      {
        method: 'GET',
        path: path`/customers/${customer}/past_usage`,
        query: { external_subscription_id: subscription, page, ...limit },
        schema: pageSchema,
        missing: ['customer_not_found'],
      },
      call,
    );
  };
  const rows = periods === null ? await readAllPages(provider, readPage) : (await readPage(1))?.rows;
  return rows?.map((row) => toUsagePeriod(validate(provider, pastUsageSchema, row), subscription)) ?? null;
}

function newestFirst(periods: readonly UsagePeriod[]): readonly UsagePeriod[] {
  return periods.toSorted((one, other) => other.period.start.getTime() - one.period.start.getTime());
}
