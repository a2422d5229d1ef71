import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import type { Parameters, RouteHandler, Routes } from '../router.ts';
import { ok } from './answer.ts';
import { type Customer, newCustomer } from './customer.ts';
import { complaintsAbout, withInput } from './customer-input.ts';
import { isBillingEntity, listCustomers } from './customer-list.ts';
import { replaceMetadata } from './customer-metadata.ts';
import { customerObject } from './customer-wire.ts';
import { type Complaints, invalid, notFound, parameterMissing } from './errors.ts';
import { readObjectsField, readRoot, readTextField } from './request-body.ts';
import { findCustomer, type LagoStore } from './store.ts';
import { cancel, terminate } from './subscription-changes.ts';

/** The customers' own routes. */
export function customerRoutes(store: LagoStore): Routes {
  return {
    'GET /customers': (request) => listCustomers(request, store),
    'POST /customers': (request) => upsertCustomer(request, store),
    'GET /customers/:customer': forCustomer(store, (customer) =>
      ok({ customer: customerObject(customer, store) }),
    ),
    'DELETE /customers/:customer': forCustomer(store, (customer) => deleteCustomer(customer, store)),
  };
}

/** A route below one customer; a customer that does not exist is answered for it. */
export function forCustomer(
  store: LagoStore,
  handle: (customer: Customer, request: SandboxRequest, parameters: Parameters) => SandboxAnswer,
): RouteHandler {
  return (request, parameters) => {
    const customer = findCustomer(store, parameters.customer ?? '');
    return customer === null ? notFound('customer') : handle(customer, request, parameters);
  };
}

/** Creates the customer or updates it in place; the answer does not tell which. */
function upsertCustomer(request: SandboxRequest, store: LagoStore): SandboxAnswer {
  const input = readRoot(request, 'customer');
  if (input === null) return parameterMissing('customer');
  const externalId = readTextField(input, 'external_id');
  if (!externalId) return invalid({ external_id: ['value_is_mandatory'] });

  const known = findCustomer(store, externalId);
  const draft = withInput(known ?? createCustomer(externalId, store), input);
  if (!isBillingEntity(store, draft.billing_entity_code)) return notFound('billing_entity');
  if (draft.tax_codes.some((code) => !store.catalog.taxes.some((tax) => tax.code === code)))
    return notFound('tax');
  const complaints: Complaints = complaintsAbout(draft);
  if (Object.keys(complaints).length > 0) return invalid(complaints);

  const entries = readObjectsField(input, 'metadata');
  const change = entries ? replaceMetadata(draft, entries, store) : { entries: draft.metadata };
  if ('complaints' in change) return invalid(change.complaints);
  const customer = { ...draft, metadata: change.entries, updated_at: store.now() };
  store.customers.save(customer);
  return ok({ customer: customerObject(customer, store) });
}

/** A customer that is not saved yet, with the next number. */
export function createCustomer(externalId: string, store: LagoStore): Customer {
  const sequentialId = store.customers.all().length + 1;
  return newCustomer({ externalId, sequentialId, createdAt: store.now() });
}

/** The external id is free at once; Lago takes the rest down in the background, which here is right away. */
function deleteCustomer(customer: Customer, store: LagoStore): SandboxAnswer {
  const now = store.now();
  const owned = <Item extends { readonly lago_customer_id: string }>(rows: readonly Item[]) =>
    rows.filter(({ lago_customer_id }) => lago_customer_id === customer.lago_id);
  const answer = ok({ customer: customerObject(customer, store) });

  store.customers.save({ ...customer, deleted_at: now });
  for (const subscription of owned(store.subscriptions.all())) {
    if (subscription.status === 'active') terminate(subscription, store);
    if (subscription.status === 'pending') cancel(subscription, store);
  }
  for (const row of owned(store.appliedCoupons.all())) {
    if (row.status === 'active')
      store.appliedCoupons.save({ ...row, status: 'terminated', terminated_at: now });
  }
  for (const row of owned(store.wallets.all())) {
    if (row.status === 'active') store.wallets.save({ ...row, status: 'terminated', terminated_at: now });
  }
  return answer;
}
