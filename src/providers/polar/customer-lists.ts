import type { Call } from '../../billing/call.ts';
import type { Customer, CustomerReads } from '../../billing/customer.ts';
import type { CustomerList, CustomerLists, CustomerQuery, ListRange } from '../../billing/customer-list.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { createExternalIdList, createLocalList, nobody } from '../local-list.ts';
import { readWindow } from '../page-window.ts';
import { largestPage, type PolarClient, type PolarList, path, readId } from './client.ts';
import { isSearchable } from './search.ts';
import { toPresentCustomer } from './wire/customer.ts';
import { canBeMet, toFilterQuery, toSorting } from './wire/customer-query.ts';

/**
 * Lists of customers from `GET /v1/customers/`. Its search finds external ids by their beginning only, and takes "%" and
 * "_" for wildcards.
 */
export function createCustomerLists(client: PolarClient, reads: CustomerReads): CustomerLists {
  function listOf(query: CustomerQuery): CustomerList {
    const { externalIds, search } = query.filter;
    if (!canBeMet(query.filter)) return nobody;
    // The route takes no external ids.
    if (externalIds !== null) return createExternalIdList(query, externalIds, reads);
    return search === null || isSearchable(search)
      ? createRemoteList(client, query)
      : createLocalList(query, (call) => readAll(client, query, call));
  }
  return { sorts: true, listsOf: (query) => [listOf(query)] };
}

function createRemoteList(client: PolarClient, query: CustomerQuery): CustomerList {
  return {
    async window(range: ListRange, call) {
      const list = toList(client.provider, query);
      const readPage = (number: number, pageSize: number) => client.page({ ...list, pageSize }, number, call);
      const { provider } = client;
      const { rows, total } = await readWindow({ provider, largestPage, idOf: readId, readPage }, range);
      return { customers: rows.map((row) => toPresentCustomer(provider, row)), total };
    },
  };
}

async function readAll(client: PolarClient, query: CustomerQuery, call: Call): Promise<readonly Customer[]> {
  const rows = await client.rows(toList(client.provider, query), call);
  return rows.map((row) => toPresentCustomer(client.provider, row));
}

function toList(provider: string, { filter, order }: CustomerQuery): PolarList {
  // `metadata[key]=value` ends the key at the first "]".
  if (filter.metadata.some(({ key }) => key.includes(']')))
    throw new ProviderError({ provider, failure: 'unsupported', detail: 'metadata key with a bracket' });
  return { path: path`/v1/customers/`, query: { ...toFilterQuery(filter), sorting: toSorting(order) } };
}
