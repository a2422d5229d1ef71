import { polarId } from '../organization.ts';
import type { CustomerMeterRecord } from '../records/meter.ts';
import { billableStatuses, type SubscriptionRecord } from '../records/subscription.ts';
import { lookUp, type PolarStore } from '../store.ts';
import type { Calendar } from './calendar.ts';
import { customerId } from './customers.ts';
import { meterIds } from './meters.ts';

type Usage = readonly [customer: string, meter: string, consumed: number, credited: number];

const { apiCalls, tokens, storage, legacyExports } = meterIds;

/** Rows that show one case each; they win over the usual ones. */
const notable: readonly Usage[] = [
  ['acct-1', apiCalls, 2500.5, 10_000],
  ['acct-1', tokens, 1_234_567.25, 1_000_000],
  ['acct-1', storage, 0.30000000000000004, 0],
  ['acct-1', legacyExports, 7, 10],
  ['acct-2', apiCalls, 0, 10_000],
  ['acct-3', apiCalls, 100, 100],
  ['acct-7', storage, 0.0000001, 0],
  ['acct-14', apiCalls, 4321.125, 100],
  ['acct-14', storage, 1000.5, 0],
  ['acct-15', tokens, 9_007_199_254_740_992, 9_007_199_254_740_991],
  ['team-initech', tokens, 1.5e21, 150_000],
  ['deleted gone', apiCalls, 42, 0],
];

/** What customers have used: the notable rows, and one per customer and credited or priced meter of a live subscription. */
export function createCustomerMeters(calendar: Calendar, store: PolarStore): readonly CustomerMeterRecord[] {
  const rows = new Map<string, CustomerMeterRecord>();
  for (const [customer, meterId, consumed, credited] of notable) {
    addRow(rows, calendar, customerId(customer), meterId, { consumed, credited });
  }
  const live = [...store.subscriptions.values()].filter(({ status }) => billableStatuses.includes(status));
  for (const [index, subscription] of live.entries()) {
    for (const [meterId, credited] of creditsOf(subscription, store)) {
      const consumed = ((index * 137) % 4000) + 0.25 * (index % 4);
      addRow(rows, calendar, subscription.customer_id, meterId, { consumed, credited });
    }
  }
  return [...rows.values()];
}

function creditsOf({ product_id }: SubscriptionRecord, store: PolarStore): ReadonlyMap<string, number> {
  const { benefit_ids, prices } = lookUp(store.products, product_id);
  const credits = new Map<string, number>();
  for (const price of prices) if (price.amount_type === 'metered_unit') credits.set(price.meter_id, 0);
  for (const benefit of benefit_ids.map((id) => lookUp(store.benefits, id))) {
    if (benefit.type !== 'meter_credit') continue;
    const { meter_id, units } = benefit.properties;
    credits.set(meter_id, (credits.get(meter_id) ?? 0) + units);
  }
  return credits;
}

function addRow(
  rows: Map<string, CustomerMeterRecord>,
  calendar: Calendar,
  customer: string,
  meterId: string,
  { consumed, credited }: { readonly consumed: number; readonly credited: number },
): void {
  const id = polarId('customer meter', `${customer} ${meterId}`);
  if (rows.has(id)) return;
  rows.set(id, {
    id,
    created_at: calendar(-100 + rows.size / 10),
    modified_at: calendar(-1 + rows.size / 1000),
    customer_id: customer,
    meter_id: meterId,
    consumed_units: consumed,
    credited_units: credited,
  });
}
