import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { environmentId, recordId, tenantId, userId } from '../record-ids.ts';
import { alreadyExists, forbiddenByRule, invalid, notFound, panic } from '../refusal.ts';
import { readBodyFields } from '../request/body-fields.ts';
import type { CustomerRow } from '../rows/customer.ts';
import { findByExternalId, type Store } from '../store.ts';
import { toTimestamp } from '../timestamp.ts';
import { type CustomerInput, checkCreate, checkUpdate, readCustomerInput } from './customer-input.ts';
import { getCustomer } from './customers.ts';

/** The writes of customers. */
export function customerWriteRoutes(store: Store): Routes {
  return {
    'POST /customers': ({ body }) => {
      const fields = readBodyFields(body);
      const input = readCustomerInput(fields);
      checkCreate(input, fields);
      return answerJson(201, createCustomer(store, input));
    },
    'PUT /customers': ({ query, body }) => {
      const input = readCustomerInput(readBodyFields(body));
      const customer = findForUpdate(
        store,
        query.get('id') || null,
        query.get('external_customer_id') || null,
      );
      return answerJson(200, updateCustomer(store, customer, input));
    },
    'PUT /customers/:id': ({ body }, { id = '' }) => {
      const input = readCustomerInput(readBodyFields(body));
      return answerJson(200, updateCustomer(store, getCustomer(store, id), input));
    },
    'DELETE /customers/:id': (_, { id = '' }) => {
      archiveCustomer(store, getCustomer(store, id));
      return { status: 204 };
    },
  };
}

function createCustomer(store: Store, input: CustomerInput): CustomerRow {
  const externalId = input.external_id ?? '';
  refuseTakenExternalId(store, externalId, null);
  const now = toTimestamp(store.now());
  const customer: CustomerRow = {
    id: recordId('cust', `created ${store.nextNumber()}`),
    external_id: externalId,
    name: input.name ?? '',
    email: input.email ?? '',
    ...contactOf(input.contact),
    address_line1: input.address_line1 ?? '',
    address_line2: input.address_line2 ?? '',
    address_city: input.address_city ?? '',
    address_state: input.address_state ?? '',
    address_postal_code: input.address_postal_code ?? '',
    address_country: input.address_country ?? '',
    timezone: input.timezone || 'UTC',
    metadata: input.metadata,
    environment_id: environmentId,
    tenant_id: tenantId,
    status: 'published',
    created_at: now,
    updated_at: now,
    created_by: userId,
    updated_by: userId,
  };
  store.customers.set(customer.id, customer);
  return customer;
}

function findForUpdate(store: Store, id: string | null, externalId: string | null): CustomerRow {
  if (id === null && externalId === null) throw invalid('Either id or external_customer_id is needed');
  const byId = id === null ? null : getCustomer(store, id);
  if (externalId === null && byId !== null) return byId;
  const byExternalId = findByExternalId(store, externalId ?? '');
  if (byExternalId === undefined) {
    throw notFound('There is no customer with this external id', { external_customer_id: externalId });
  }
  if (byId !== null && byId.id !== byExternalId.id) {
    throw invalid('id and external_customer_id name two different customers');
  }
  return byExternalId;
}

/** The answer carries the old `updated_at` and `updated_by`, since `PUT /customers` does not read the row again. */
function updateCustomer(store: Store, stored: CustomerRow, input: CustomerInput): CustomerRow {
  checkUpdate(input);
  const metadata = input.metadata ?? recordExternalId(stored, input);
  const updated: CustomerRow = {
    ...stored,
    external_id: input.external_id ?? stored.external_id,
    name: input.name ?? stored.name,
    email: input.email ?? stored.email,
    ...contactOf(input.contact),
    address_line1: input.address_line1 ?? stored.address_line1,
    address_line2: input.address_line2 ?? stored.address_line2,
    address_city: input.address_city ?? stored.address_city,
    address_state: input.address_state ?? stored.address_state,
    address_postal_code: input.address_postal_code ?? stored.address_postal_code,
    address_country: input.address_country ?? stored.address_country,
    timezone: input.timezone ?? stored.timezone,
    metadata,
  };
  if (stored.status === 'published') refuseTakenExternalId(store, updated.external_id, stored.id);
  store.customers.set(stored.id, {
    ...updated,
    updated_at: toTimestamp(store.now()),
    updated_by: userId,
  });
  return updated;
}

/**
 * `PUT /customers` notes a change of the external id in the metadata, and notes the new id in place of the old one.
 * Without a map to write into it crashes.
 */
function recordExternalId(stored: CustomerRow, { external_id }: CustomerInput): CustomerRow['metadata'] {
  if (external_id === null || external_id === stored.external_id) return stored.metadata;
  if (stored.metadata === null) throw panic('an assignment to an entry of a nil map');
  const noted = stored.metadata.old_external_ids;
  return { ...stored.metadata, old_external_ids: noted ? `${noted},${external_id}` : external_id };
}

/** Only the statuses "active" of subscriptions and wallets stand in the way; a trial, for one, does not. */
function archiveCustomer(store: Store, customer: CustomerRow): void {
  const details = { customer_id: customer.id };
  if (customer.status !== 'published') throw notFound('Customer does not exist', details);
  const owns = (row: { readonly customer_id: string }) => row.customer_id === customer.id;
  if (store.subscriptions.some((row) => owns(row) && row.subscription_status === 'active')) {
    throw forbiddenByRule('The customer has active subscriptions', details);
  }
  if (store.wallets.some((row) => owns(row) && row.wallet_status === 'active')) {
    throw forbiddenByRule('The customer has associated wallets', details);
  }
  store.customers.set(customer.id, {
    ...customer,
    status: 'archived',
    updated_at: toTimestamp(store.now()),
    updated_by: userId,
  });
}

function refuseTakenExternalId(store: Store, externalId: string, ownId: string | null): void {
  const owner = findByExternalId(store, externalId);
  if (owner === undefined || owner.id === ownId) return;
  throw alreadyExists('Another customer has this external id', { external_id: externalId });
}

function contactOf(contact: string | null): { readonly contact?: string } {
  return contact === null ? {} : { contact };
}
