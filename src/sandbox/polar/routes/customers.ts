import { json, type SandboxAnswer, type SandboxRequest } from '../../http-server.ts';
import type { Parameters, RouteHandler, Routes } from '../../router.ts';
import { invalid } from '../errors.ts';
import { listRoute } from '../paging.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { onBody } from '../requests/body.ts';
import type { Check } from '../requests/check.ts';
import {
  type CustomerChanges,
  customerChanges,
  customerDraft,
  externalCustomerChanges,
} from '../requests/customer.ts';
import { openQuery } from '../requests/query.ts';
import type { PolarStore } from '../store.ts';
import { createCustomer } from './create-customer.ts';
import { customerList, toCustomer } from './customer.ts';
import { toCustomerState } from './customer-state.ts';
import { deleteCustomer } from './delete-customer.ts';
import { exportCustomers } from './export-customers.ts';
import { type FindCustomer, findByExternalId, findById } from './find-customer.ts';
import { answerPaymentMethods } from './payment-methods.ts';
import { updateCustomer } from './update-customer.ts';

/** The routes under /v1/customers. */
export function customerRoutes(store: PolarStore): Routes {
  return {
    'GET /v1/customers/': listRoute(customerList(store)),
    'POST /v1/customers/': onBody(customerDraft, (draft) => createCustomer(store, draft)),
    'GET /v1/customers/export': (request) => exportCustomers(store, request),
    // First, since "external" would pass for the id of `/{id}/state`.
    ...routesOfOne(store, '/v1/customers/external/:externalId', findByExternalId, externalCustomerChanges),
    ...routesOfOne(store, '/v1/customers/:id', findById, customerChanges),
  };
}

function routesOfOne(
  store: PolarStore,
  path: string,
  find: FindCustomer,
  changes: Check<CustomerChanges>,
): Routes {
  const onCustomer =
    (answer: (customer: CustomerRecord, request: SandboxRequest) => SandboxAnswer): RouteHandler =>
    (request, parameters) => {
      const found = find(store, parameters);
      return found.ok ? answer(found.customer, request) : found.answer;
    };
  const update = (wanted: CustomerChanges, parameters: Parameters) => {
    const found = find(store, parameters);
    return found.ok ? updateCustomer(store, found.customer, wanted) : found.answer;
  };
  return {
    [`GET ${path}`]: onCustomer((customer) => json(200, toCustomer(customer))),
    [`PATCH ${path}`]: onBody(changes, update),
    [`DELETE ${path}`]: onCustomer((customer, request) => answerDelete(store, customer, request)),
    [`GET ${path}/state`]: onCustomer((customer) => json(200, toCustomerState(store, customer))),
    [`GET ${path}/payment-methods`]: onCustomer((customer, request) =>
      answerPaymentMethods(store, customer, request),
    ),
  };
}

function answerDelete(store: PolarStore, customer: CustomerRecord, request: SandboxRequest): SandboxAnswer {
  const query = openQuery(request.query);
  const anonymize = query.boolean('anonymize') ?? false;
  if (query.problems().length > 0) return invalid(query.problems());
  deleteCustomer(store, customer, { anonymize });
  return { status: 204 };
}
