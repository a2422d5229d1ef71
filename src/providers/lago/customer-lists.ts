import type { Call } from '../../billing/call.ts';
import type { Customer } from '../../billing/customer.ts';
import {
  type CustomerFilter,
  type CustomerList,
  type CustomerLists,
  type CustomerQuery,
  matchesFilter,
  newestFirst,
} from '../../billing/customer-list.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import type { Query } from '../../http/path.ts';
import { refuseEndlessList, readOtherPages, requireAllRows } from '../list-pages.ts';
import { createExternalIdList, createLocalList, nobody } from '../local-list.ts';
import { readWindow } from '../page-window.ts';
import { type LagoClient, type LagoPage, lagoIdOf, path } from './client.ts';
import { type CustomerSources, customerPageSchema, readRecord } from './customers.ts';
import { isSendable, matchesNobody, toQuery, withoutBlanks } from './wire/customer-query.ts';

interface ListSources extends CustomerSources {
  readonly client: LagoClient;
}

/** Lago sets no upper bound, but a page has to arrive within the time of one call. */
export const largestPage = 1000;

/** Lists of customers, newest first: Lago knows no other order. A search also finds those whose legal name has it. */
export function createCustomerLists(client: LagoClient, sources: CustomerSources): CustomerLists {
  const all = { client, ...sources };
  return {
    sorts: false,
    listsOf: ({ filter, order }) => [listOf(all, { filter: withoutBlanks(filter), order })],
  };
}

function listOf(sources: ListSources, query: CustomerQuery): CustomerList {
  const { externalIds, email, metadata } = query.filter;
  if (!isNewestFirst(query)) return unsupported(sources.client);
  if (matchesNobody(query.filter)) return nobody;
  // The filter by external id takes one.
  if (externalIds !== null) return createExternalIdList(query, externalIds, sources.reads);
  if (email !== null) {
    // There is no filter by e-mail; a search finds whoever has the address, and hardly anybody else.
    const wider = toQuery({ search: email, metadata: metadata.filter(isSendable) });
    return createLocalList(query, (call) => readAll(sources, wider, call));
  }
  return metadata.every(isSendable) ? createPagedList(sources, query.filter) : unsupported(sources.client);
}

function unsupported({ provider }: LagoClient): CustomerList {
  return {
    async window() {
      throw new ProviderError({ provider, failure: 'unsupported' });
    },
  };
}

/** Whether the query is sorted in the one order that Lago has. */
export function isNewestFirst({ order: { field, direction } }: CustomerQuery): boolean {
  return field === newestFirst.field && direction === newestFirst.direction;
}

/** A list that Lago filters and cuts. */
function createPagedList(sources: ListSources, filter: CustomerFilter): CustomerList {
  const query = toQuery(filter);
  return {
    async window(range, call) {
      const { client } = sources;
      const { provider } = client;
      const readPage = (page: number, size: number) =>
        readListPage(client, { ...query, page, per_page: size }, call);
      const { rows, total } = await readWindow({ provider, largestPage, idOf: lagoIdOf, readPage }, range);
      const customers = rows.map((record) => readListed(sources, record, call));
      requireMetadata(client, filter, customers);
      return { customers, total };
    },
  };
}

/** Lago drops a filter that it cannot read, and then lists everybody. */
function requireMetadata(
  { provider }: LagoClient,
  { metadata }: CustomerFilter,
  customers: readonly Customer[],
): void {
  const wanted = { search: null, email: null, externalIds: null, metadata };
  if (customers.every((customer) => matchesFilter(customer, wanted))) return;
  throw new ProviderError({ provider, failure: 'bad-response', detail: 'not narrowed by metadata' });
}

async function readAll(sources: ListSources, query: Query, call: Call): Promise<readonly Customer[]> {
  const { client } = sources;
  const page = (number: number) =>
    readListPage(client, { ...query, page: number, per_page: largestPage }, call);
  const first = await page(1);
  refuseEndlessList(client.provider, first.pages);
  const records = requireAllRows(client.provider, await readOtherPages(first, page), lagoIdOf);
  return records.map((record) => readListed(sources, record, call));
}

function readListPage(client: LagoClient, query: Query, call: Call): Promise<LagoPage> {
  return client.send({ method: 'GET', path: path`/customers`, query, schema: customerPageSchema }, call);
}

/** A customer of a list; the record is kept for fields of the same request that start from it. */
function readListed({ client: { provider }, rows }: ListSources, record: unknown, call: Call): Customer {
  const customer = readRecord(provider, record);
  rows.prime(customer.key, { record }, call);
  return customer;
}
