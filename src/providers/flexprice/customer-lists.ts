import type { CustomerList, CustomerLists, ListRange } from '../../billing/customer-list.ts';
import { validate } from '../../http/validate.ts';
import { requireAllRows } from '../list-pages.ts';
import { nobody } from '../local-list.ts';
import { type FlexpriceClient, idOf, largestPage, path } from './client.ts';
import { readRecord } from './customers.ts';
import { customerRecordSchema, isPresent } from './wire/customer.ts';
import { type SearchBody, toSearchBodies } from './wire/customer-query.ts';

/** Lists of customers through `POST /customers/search`, which can be cut at any row. */
export function createCustomerLists(client: FlexpriceClient): CustomerLists {
  return {
    sorts: true,
    listsOf(query) {
      const lists = toSearchBodies(query).map((body) => createList(client, body));
      return lists.length === 0 ? [nobody] : lists;
    },
  };
}

function createList(client: FlexpriceClient, filter: SearchBody): CustomerList {
  const { provider } = client;
  return {
    async window(range, call) {
      const pages = await Promise.all(
        toPages(range).map((page) =>
          client.searchWindow({ path: path`/customers/search`, filter, page }, call),
        ),
      );
      const { offset, limit } = range;
      // A row that a page lacks would be lost: the next window begins behind it.
      const stretches = pages.map(({ rows, total }) => ({ rows, total: Math.min(limit, total - offset) }));
      const records = requireAllRows(provider, stretches, idOf)
        .slice(0, limit)
        .map((row) => validate(provider, customerRecordSchema, row));
      return {
        customers: records.filter(isPresent).map((record) => readRecord(provider, record)),
        total: Math.min(...pages.map(({ total }) => total)),
      };
    },
  };
}

/** The stretch in as few pages as it fits into; one row is asked for at least, since 0 would mean 50 of them. */
function toPages({ offset, limit }: ListRange): readonly ListRange[] {
  const count = Math.max(1, Math.ceil(limit / largestPage));
  return Array.from({ length: count }, (_, index) => {
    const start = index * largestPage;
    return { offset: offset + start, limit: Math.max(1, Math.min(largestPage, limit - start)) };
  });
}
