import { createHash } from 'node:crypto';
import type { CustomerRecord } from '../records/customer.ts';
import { billableStatuses } from '../records/subscription.ts';
import { type PolarStore, put } from '../store.ts';
import { timestamp } from '../timestamp.ts';
import { formerExternalId } from './customer.ts';

/**
 * Deletes a customer softly: its e-mail and external id become free, while its subscriptions, grants and wallets stay.
 * What Polar queues (the end of the subscriptions, the revocation of the benefits) has happened here at once.
 */
export function deleteCustomer(
  store: PolarStore,
  customer: CustomerRecord,
  { anonymize }: { readonly anonymize: boolean },
): void {
  const now = timestamp(store.now());
  const kept: CustomerRecord = {
    ...customer,
    modified_at: now,
    deleted_at: now,
    external_id: null,
    metadata: {
      ...customer.metadata,
      ...(customer.external_id === null ? {} : { [formerExternalId]: customer.external_id }),
    },
  };
  put(store.customers, anonymize ? anonymized(kept, now) : kept);
  endSubscriptions(store, customer.id, now);
  revokeBenefits(store, customer.id, now);
  for (const member of store.members.values()) {
    if (member.customer_id === customer.id) store.members.delete(member.id);
  }
}

function anonymized(customer: CustomerRecord, now: string): CustomerRecord {
  const { email, name, billing_name } = customer;
  return {
    ...customer,
    email: email === null ? null : `${hash(email)}@anonymized.polar.sh`,
    // A name that goes with a tax id is on invoices, which must stay readable.
    name: name === null || customer.tax_id !== null ? name : hash(name),
    billing_name: billing_name === null ? null : hash(billing_name),
    billing_address: null,
    metadata: { ...customer.metadata, __anonymized_at: now },
  };
}

function endSubscriptions(store: PolarStore, customerId: string, now: string): void {
  for (const subscription of store.subscriptions.values()) {
    if (subscription.customer_id !== customerId || !billableStatuses.includes(subscription.status)) continue;
    put(store.subscriptions, {
      ...subscription,
      status: 'canceled',
      modified_at: now,
      canceled_at: subscription.canceled_at ?? now,
      ends_at: now,
      ended_at: now,
    });
  }
}

function revokeBenefits(store: PolarStore, customerId: string, now: string): void {
  for (const grant of store.benefitGrants.values()) {
    if (grant.customer_id !== customerId || grant.granted_at === null) continue;
    put(store.benefitGrants, {
      ...grant,
      modified_at: now,
      granted_at: null,
      revoked_at: now,
      member_id: null,
    });
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
