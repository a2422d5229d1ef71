import { createHash } from 'node:crypto';
import { organizationId } from '../organization.ts';
import type { List } from '../paging.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { billableStatuses } from '../records/subscription.ts';
import { lets, type Query } from '../requests/query.ts';
import type { PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import type { Wire } from '../wire.ts';

/** Where a deleted customer keeps its external id. */
export const formerExternalId = '__external_id';

/** A customer as Polar answers it, on its own and inside other objects. */
export function toCustomer(customer: CustomerRecord): Wire {
  const former = customer.metadata[formerExternalId];
  return {
    ...customer,
    external_id: customer.deleted_at === null || former === undefined ? customer.external_id : String(former),
    billing_name: customer.billing_name ?? customer.name,
    organization_id: organizationId,
    avatar_url: customer.email === null ? null : avatarOf(customer.email),
  };
}

function avatarOf(email: string): string {
  const hash = createHash('sha256').update(email.toLowerCase()).digest('hex');
  return `https://www.gravatar.com/avatar/${hash}?d=404`;
}

/** The list of customers; deleted ones never appear. */
export function customerList(store: PolarStore): List<CustomerRecord> {
  return {
    rows: (query) => [...store.customers.values()].filter(customerFilter(store, query)),
    sorting: {
      initial: '-created_at',
      keys: {
        created_at: (customer) => instantOf(customer.created_at),
        email: (customer) => customer.email,
        name: (customer) => customer.name,
      },
    },
    toWire: toCustomer,
  };
}

function customerFilter(store: PolarStore, query: Query): (customer: CustomerRecord) => boolean {
  const email = query.text('email')?.toLowerCase() ?? null;
  const search = query.text('query')?.toLowerCase() ?? '';
  const active = query.boolean('active');
  const metadata = query.metadata();
  const subscribers = new Set(
    [...store.subscriptions.values()]
      .filter(({ status }) => billableStatuses.includes(status))
      .map((subscription) => subscription.customer_id),
  );
  return (customer) =>
    customer.deleted_at === null &&
    (email === null || customer.email?.toLowerCase() === email) &&
    matches(customer, search) &&
    (active === null || subscribers.has(customer.id) === active) &&
    metadata(customer.metadata);
}

/** The search finds parts of e-mails and names, but of external ids only the beginning. */
function matches(customer: CustomerRecord, search: string): boolean {
  const texts = [customer.email, customer.name, customer.billing_name];
  return (
    texts.some((text) => text?.toLowerCase().includes(search)) ||
    (customer.external_id?.toLowerCase().startsWith(search) ?? false) ||
    search === ''
  );
}

/** A filter for rows that belong to customers, by `customer_id` and `external_customer_id`, which must both match. */
export function ofCustomers(
  store: PolarStore,
  query: Query,
): (row: { readonly customer_id: string }) => boolean {
  const ids = query.uuids('customer_id');
  const externalIds = query.texts('external_customer_id');
  return ({ customer_id }) =>
    lets(ids, customer_id) && lets(externalIds, store.customers.get(customer_id)?.external_id ?? null);
}
