import { keepProviderError, readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Usage, UsageReads } from '../../billing/usage.ts';
import { validate } from '../../http/validate.ts';
import { createRowLoader } from '../row-loader.ts';
import { type PolarClient, polarPath } from './client.ts';
import { type CustomerRows, createCustomerRowsRead } from './customer-rows.ts';
import {
  type MeterCharge,
  toMeterCharges,
  toSubscriptionUsage,
  toUsage,
  wireCustomerMeters,
  wireMeteredSubscriptions,
} from './wire/usage.ts';

/** Customers' meters from `GET /v1/customer-meters/`, in an order without ties, so that pages do not overlap. */
export function createMeterRows(client: PolarClient): CustomerRows {
  const query = { sorting: ['customer_id', 'meter_id'] };
  return createRowLoader(createCustomerRowsRead(client, { path: polarPath`/v1/customer-meters/`, query }));
}

/** Usage from the meter rows, and of one subscription from the subscription rows. */
export function createUsageReads(
  provider: string,
  meterRows: CustomerRows,
  subscriptionRows: CustomerRows,
): UsageReads {
  async function readUsage(key: string, call: Call): Promise<Usage | null> {
    const rows = await meterRows.loadOne(key, call);
    if (rows === null) return null;
    const asOf = call.now();
    return toUsage(validate(provider, wireCustomerMeters, rows), await readChargesAtHand(key, call), asOf);
  }

  /** Asked for after the meters have come: by then the request's other fields have asked for what they need. */
  async function readChargesAtHand(key: string, call: Call): Promise<readonly MeterCharge[]> {
    const rows = await subscriptionRows.peek(key, call).catch((error: unknown) => {
      // Usage is known without them; the field that asked for the subscriptions says what went wrong.
      keepProviderError(error);
      return null;
    });
    return rows === null ? [] : toMeterCharges(validate(provider, wireMeteredSubscriptions, rows));
  }

  async function readSubscriptionUsage(
    key: string,
    subscriptionId: string,
    call: Call,
  ): Promise<Usage | null> {
    const rows = await subscriptionRows.loadOne(key, call);
    if (rows === null) return null;
    const subscription = validate(provider, wireMeteredSubscriptions, rows).find(
      ({ id }) => id === subscriptionId,
    );
    return toSubscriptionUsage(subscription ?? null, call.now());
  }

  return {
    ofCustomers(keys, { subscriptionId }, call) {
      return readEach(keys, (key) =>
        subscriptionId === null ? readUsage(key, call) : readSubscriptionUsage(key, subscriptionId, call),
      );
    },
  };
}
