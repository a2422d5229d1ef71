import { baseColumns } from '../listing/columns.ts';
import { readListRequest, readTime, readWords } from '../listing/list-request.ts';
import { isAmong, type Page, selectRows, toPage } from '../listing/select-rows.ts';
import { notFound } from '../refusal.ts';
import type { Fields } from '../request/fields.ts';
import {
  billingPeriods,
  type SubscriptionRow,
  subscriptionStatuses,
  subscriptionTypes,
} from '../rows/subscription.ts';
import { findByExternalId, type Store } from '../store.ts';

type Matches = (row: SubscriptionRow) => boolean;

const columns = [
  ...baseColumns,
  'lookup_key',
  'customer_id',
  'plan_id',
  'subscription_status',
  'currency',
  'billing_anchor',
  'billing_cycle',
  'start_date',
  'end_date',
  'current_period_start',
  'current_period_end',
  'cancelled_at',
  'cancel_at',
  'cancel_at_period_end',
  'trial_start',
  'trial_end',
  'billing_cadence',
  'billing_period',
  'billing_period_count',
  'version',
  'metadata',
  'pause_status',
  'collection_method',
  'timezone',
  'subscription_type',
  'invoicing_customer_id',
  'parent_subscription_id',
] as const;

/** One page of the subscriptions that the filter selects: the active ones only, unless it names other statuses. */
export function searchSubscriptions(store: Store, fields: Fields): Page<SubscriptionRow> {
  const request = readListRequest(fields);
  const matches = [readOwner(store, fields), readKeys(fields), readStates(fields), readTimes(fields)];
  const table = { rows: store.subscriptions, columns, checksConditions: false, tossCoin: store.tossCoin };
  const rows = selectRows(table, request).filter((row) => matches.every((match) => match(row)));
  return toPage(rows, request);
}

function readOwner(store: Store, fields: Fields): Matches {
  const externalId = fields.text('external_customer_id') || null;
  const customerId = externalId === null ? fields.text('customer_id') || null : idOf(store, externalId);
  const hasCustomer = isAmong(fields.texts('customer_ids'));
  const hasInvoicingCustomer = isAmong(fields.texts('invoicing_customer_ids'));
  return (row) =>
    (customerId === null || row.customer_id === customerId) &&
    hasCustomer(row.customer_id) &&
    hasInvoicingCustomer(row.invoicing_customer_id ?? '');
}

function idOf(store: Store, externalId: string): string {
  const customer = findByExternalId(store, externalId);
  if (customer !== undefined) return customer.id;
  throw notFound('There is no customer with this external id', { external_customer_id: externalId });
}

function readKeys(fields: Fields): Matches {
  const planId = fields.text('plan_id') || null;
  const hasId = isAmong(fields.texts('subscription_ids'));
  const hasParent = isAmong(fields.texts('parent_subscription_ids'));
  return (row) =>
    hasId(row.id) &&
    hasParent(row.parent_subscription_id ?? '') &&
    (planId === null || row.plan_id === planId);
}

/** No list of statuses means the active ones, an empty list means all of them. */
function readStates(fields: Fields): Matches {
  const statuses = readWords(fields, 'subscription_status', subscriptionStatuses) ?? ['active'];
  const hasStatus = isAmong(statuses);
  const hasType = isAmong(readWords(fields, 'subscription_type', subscriptionTypes));
  const hasCadence = isAmong(readWords(fields, 'billing_cadence', ['RECURRING']));
  const hasPeriod = isAmong(readWords(fields, 'billing_period', billingPeriods));
  return (row) =>
    hasStatus(row.subscription_status) &&
    hasType(row.subscription_type) &&
    hasCadence(row.billing_cadence) &&
    hasPeriod(row.billing_period);
}

function readTimes(fields: Fields): Matches {
  const start = readTime(fields, 'start_time');
  const end = readTime(fields, 'end_time');
  const activeAt = readTime(fields, 'active_at');
  return (row) =>
    (start === null || new Date(row.current_period_start) >= start) &&
    (end === null || new Date(row.current_period_end) <= end) &&
    (activeAt === null || isActiveAt(row, activeAt));
}

function isActiveAt({ start_date, end_date }: SubscriptionRow, time: Date): boolean {
  return new Date(start_date) <= time && (end_date === undefined || new Date(end_date) >= time);
}
