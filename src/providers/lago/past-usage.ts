import { z } from 'zod';
import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { PastUsageFilter, PastUsageReads, UsagePeriod } from '../../billing/usage.ts';
import { validate } from '../../http/validate.ts';
import { askableKeys } from '../askable-keys.ts';
import {
  createPageSchema,
  customerNotFound,
  customerPageSize,
  type LagoClient,
  path,
  readAllPages,
} from './client.ts';
import {
  extendForSubscriptions,
  loadActiveSubscriptions,
  type SubscriptionRows,
} from './subscription-rows.ts';
import { pastUsageSchema, toUsagePeriod } from './wire/usage.ts';

const pageSchema = createPageSchema('usage_periods');

/** A period has no id of its own, and an invoice may bill two of one subscription. */
const identitySchema = z.compile(z.object({ lago_invoice_id: z.string(), from_datetime: z.string() }));

/** Usage of billed periods. A subscription that is asked for by its id may have ended. */
export function createPastUsageReads(client: LagoClient, subscriptions: SubscriptionRows): PastUsageReads {
  async function ofCustomer(customer: string, { subscriptionId, periods }: PastUsageFilter, call: Call) {
    const wanted =
      subscriptionId === null
        ? (await loadActiveSubscriptions(subscriptions, customer, call))?.map((row) => row.external_id)
        : askableKeys([subscriptionId]);
    if (wanted === undefined) return null;
    extendForSubscriptions(client.provider, wanted, call);
    const read = (subscription: string) => readPastUsage(client, { customer, subscription, periods }, call);
    const found = await Promise.all(wanted.map(read));
    return found.every((past) => past !== null) ? newestFirst(found.flat()) : null;
  }

  return {
    ofCustomers: (keys, filter, call) =>
      readEach(askableKeys(keys), (customer) => ofCustomer(customer, filter, call)),
  };
}

interface PastUsageQuestion {
  readonly customer: string;
  readonly subscription: string;
  readonly periods: number | null;
}

async function readPastUsage(
  client: LagoClient,
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
        missing: customerNotFound,
      },
      call,
    );
  };
  const rows =
    periods === null ? await readAllPages(client.provider, call, readPage, idOf) : (await readPage(1))?.rows;
  return (
    rows?.map((row) => toUsagePeriod(validate(client.provider, pastUsageSchema, row), subscription)) ?? null
  );
}

function idOf(row: unknown): string | null {
  const identity = identitySchema.safeParse(row).data;
  return identity === undefined ? null : `${identity.lago_invoice_id} ${identity.from_datetime}`;
}

function newestFirst(periods: readonly UsagePeriod[]): readonly UsagePeriod[] {
  return periods.toSorted((one, other) => other.period.start.getTime() - one.period.start.getTime());
}
