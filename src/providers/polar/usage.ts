import { nullIfFailed, readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Usage, UsageReads } from '../../billing/usage.ts';
import { validate } from '../../http/validate.ts';
import type { OwnedRows } from './owned-rows.ts';
import {
  customerMetersSchema,
  type MeterCharge,
  meteredSubscriptionsSchema,
  toMeterCharges,
  toSubscriptionUsage,
  toUsage,
} from './wire/usage.ts';

/** Usage from the meter rows, and of one subscription from the subscription rows. */
export function createUsageReads(
  provider: string,
  meterRows: OwnedRows,
  subscriptionRows: OwnedRows,
): UsageReads {
  async function readUsage(key: string, call: Call): Promise<Usage | null> {
    const rows = await meterRows.loadOne(key, call);
    if (rows === null) return null;
    const asOf = call.now();
    return toUsage(validate(provider, customerMetersSchema, rows), await readChargesAtHand(key, call), asOf);
  }

  /** Asked for after the meters have come: by then the request's other fields have asked for what they need. */
  async function readChargesAtHand(key: string, call: Call): Promise<readonly MeterCharge[]> {
    // Where they failed, usage is known without them; the field that asked for the subscriptions says what went wrong.
    const rows = await nullIfFailed(subscriptionRows.peek(key, call));
    return rows === null ? [] : toMeterCharges(validate(provider, meteredSubscriptionsSchema, rows));
  }

  async function readSubscriptionUsage(
    key: string,
    subscriptionId: string,
    call: Call,
  ): Promise<Usage | null> {
    const rows = await subscriptionRows.loadOne(key, call);
    if (rows === null) return null;
    const subscription = validate(provider, meteredSubscriptionsSchema, rows).find(
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
