import type { RouteHandler, Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { baseColumns } from '../listing/columns.ts';
import { readExpansions, readListRequest, readTime } from '../listing/list-request.ts';
import { isAmong, type Page, selectRows, toPage } from '../listing/select-rows.ts';
import { invalid, notFound } from '../refusal.ts';
import { readBodyFields } from '../request/body-fields.ts';
import type { Fields } from '../request/fields.ts';
import { readQueryFields } from '../request/query-fields.ts';
import type { CustomerRow, IntegrationRow } from '../rows/customer.ts';
import { findByExternalId, type Store } from '../store.ts';
import { isEmail } from './customer-input.ts';

const expansions = ['integrations'] as const;
const columns = [
  ...baseColumns,
  'external_id',
  'name',
  'email',
  'contact',
  'address_line1',
  'address_line2',
  'address_city',
  'address_state',
  'address_postal_code',
  'address_country',
  'timezone',
  'metadata',
] as const;

/** The reads of customers. */
export function customerRoutes(store: Store): Routes {
  const byExternalId: RouteHandler = (request, { externalId = '' }) => {
    const expand = readExpansions(readQueryFields(request.query), expansions);
    const customer = findByExternalId(store, externalId);
    if (customer === undefined) {
      throw notFound(`There is no customer with the external id ${externalId}`, { external_id: externalId });
    }
    return answerJson(200, toCustomer(store, customer, expand));
  };

  return {
    'GET /customers': (request) => answerJson(200, search(store, readQueryFields(request.query))),
    'POST /customers/search': (request) => answerJson(200, search(store, readBodyFields(request.body))),
    'GET /customers/external/:externalId': byExternalId,
    'GET /customers/lookup/:externalId': byExternalId,
    'GET /customers/:id': (request, { id = '' }) => {
      const expand = readExpansions(readQueryFields(request.query), expansions);
      return answerJson(200, toCustomer(store, getCustomer(store, id), expand));
    },
  };
}

/** The customer, archived or not; an unknown id is refused. */
export function getCustomer(store: Store, id: string): CustomerRow {
  const customer = store.customers.get(id);
  if (customer === undefined) throw notFound(`There is no customer ${id}`, { customer_id: id });
  return customer;
}

function search(store: Store, fields: Fields): Page<object> {
  const request = readListRequest(fields);
  const expand = readExpansions(fields, expansions);
  const table = {
    rows: store.customers.values(),
    columns,
    checksConditions: false,
    tossCoin: store.tossCoin,
  };
  const matches = readCustomerFilter(fields);
  const page = toPage(selectRows(table, request).filter(matches), request);
  return { ...page, items: page.items.map((customer) => toCustomer(store, customer, expand)) };
}

function readCustomerFilter(fields: Fields): (customer: CustomerRow) => boolean {
  refuseTimeRange(fields);
  const email = fields.text('email') || null;
  if (email !== null && !isEmail(email)) throw invalid('email must be an e-mail address', { email });
  const externalId = fields.text('external_id') || null;
  const metadata = Object.entries(fields.textMap('metadata') ?? {});
  const hasId = isAmong(fields.texts('customer_ids'));
  const hasExternalId = isAmong(fields.texts('external_ids'));
  return (customer) =>
    hasId(customer.id) &&
    hasExternalId(customer.external_id) &&
    (email === null || customer.email === email) &&
    (externalId === null || customer.external_id === externalId) &&
    metadata.every(([key, value]) => customer.metadata?.[key] === value);
}

/** `POST /customers/search` validates its time range and then does nothing with it. */
function refuseTimeRange(fields: Fields): void {
  const start = readTime(fields, 'start_time');
  const end = readTime(fields, 'end_time');
  if (start !== null && end !== null && end < start) throw invalid('end_time must not be before start_time');
}

function toCustomer(
  store: Store,
  customer: CustomerRow,
  expand: ReadonlySet<string>,
): CustomerRow & { readonly integrations?: readonly IntegrationRow[] } {
  const integrations = store.integrations.filter(({ entity_id }) => entity_id === customer.id);
  return expand.has('integrations') && integrations.length > 0 ? { ...customer, integrations } : customer;
}
