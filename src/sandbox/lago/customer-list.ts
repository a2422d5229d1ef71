import { countries } from '../countries.ts';
import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import { currencies } from './currencies.ts';
import type { Customer } from './customer.ts';
import { customerListItem } from './customer-wire.ts';
import { type Complaints, invalid, notFound } from './errors.ts';
import { listPage } from './paging.ts';
import { readList, readMap, readScalar, readText } from './query.ts';
import { type LagoStore, liveCustomers } from './store.ts';

type Filter = (customer: Customer) => boolean;

const listMembers: Readonly<Record<string, readonly string[]>> = {
  account_type: ['customer', 'partner'],
  currencies,
  countries,
};

/** GET /customers. */
export function listCustomers(request: SandboxRequest, store: LagoStore): SandboxAnswer {
  const { query } = request;
  for (const complaints of [complaintsAboutLists(query), complaintsAboutType(query)]) {
    if (Object.keys(complaints).length > 0) return invalid(complaints);
  }
  const entities = readList(query, 'billing_entity_codes');
  if (entities?.some((code) => !isBillingEntity(store, code))) return notFound('billing_entity');

  const filters = [...listFilters(query), ...typeFilters(query), ...metadataFilters(query), search(query)];
  const items = liveCustomers(store).filter((customer) => filters.every((matches) => matches(customer)));
  return listPage({ collection: 'customers', items, query }, (customer) => customerListItem(customer, store));
}

/** Whether invoices can be sent in the name of this entity. */
export function isBillingEntity({ catalog }: LagoStore, code: string): boolean {
  return catalog.billingEntities.some((entity) => entity.code === code);
}

/** `external_id` is an exact match and switches `search_term` off. */
function search(query: URLSearchParams): Filter {
  const externalId = readText(query, 'external_id');
  if (externalId !== null) return ({ external_id }) => external_id === readScalar(query, 'external_id');
  const term = readText(query, 'search_term')?.toLowerCase();
  if (term === undefined) return () => true;
  return ({ name, firstname, lastname, legal_name, external_id, email }) =>
    [name, firstname, lastname, legal_name, external_id, email].some((text) =>
      text?.toLowerCase().includes(term),
    );
}

function listFilters(query: URLSearchParams): readonly Filter[] {
  const member = (name: string, read: (customer: Customer) => string | null): Filter => {
    const allowed = readList(query, name);
    return (customer) => allowed === null || allowed.includes(read(customer) ?? '');
  };
  return [
    member('account_type', ({ account_type }) => account_type),
    member('currencies', ({ currency }) => currency),
    member('countries', ({ country }) => country),
    member('states', ({ state }) => state),
    member('zipcodes', ({ zipcode }) => zipcode),
    member('billing_entity_codes', ({ billing_entity_code }) => billing_entity_code),
  ];
}

function typeFilters(query: URLSearchParams): readonly Filter[] {
  const type = readText(query, 'customer_type');
  const has = (name: string, read: (customer: Customer) => string | null): Filter => {
    const wanted = readText(query, name);
    return (customer) => wanted === null || (read(customer) !== null) === (wanted === 'true');
  };
  return [
    ({ customer_type }) => type === null || customer_type === type,
    has('has_customer_type', ({ customer_type }) => customer_type),
    has('has_tax_identification_number', (customer) => customer.tax_identification_number),
  ];
}

/** All entries must match; an empty value stands for "has no such key". */
function metadataFilters(query: URLSearchParams): readonly Filter[] {
  return [...readMap(query, 'metadata')].map(([key, value]) => ({ metadata }) => {
    const entry = metadata.find((each) => each.key === key);
    return value === '' ? entry === undefined : entry?.value === value;
  });
}

function complaintsAboutLists(query: URLSearchParams): Readonly<Record<string, Complaints>> {
  const complaints: Record<string, Complaints> = {};
  for (const [name, members] of Object.entries(listMembers)) {
    const wrong = [...(readList(query, name) ?? []).entries()].filter(
      ([, value]) => !members.includes(value),
    );
    const complaint = [`must be one of: ${members.join(', ')}`];
    if (wrong.length > 0)
      complaints[name] = Object.fromEntries(wrong.map(([index]) => [String(index), complaint]));
  }
  return complaints;
}

function complaintsAboutType(query: URLSearchParams): Complaints {
  const type = readText(query, 'customer_type');
  if (type !== null && type !== 'company' && type !== 'individual')
    return { customer_type: ['must be one of: company, individual'] };
  for (const name of ['has_customer_type', 'has_tax_identification_number']) {
    const flag = readText(query, name);
    if (flag !== null && flag !== 'true' && flag !== 'false')
      return { [name]: ['must be one of: true, false'] };
  }
  return type !== null && readText(query, 'has_customer_type') === 'false'
    ? { customer_type: ['must be absent when has_customer_type is false'] }
    : {};
}
