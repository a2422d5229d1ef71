import type { Call } from '../billing/call.ts';
import type { Customer, CustomerReads } from '../billing/customer.ts';
import {
  compareCustomers,
  type CustomerList,
  type CustomerQuery,
  matchesFilter,
} from '../billing/customer-list.ts';
import { ProviderError } from '../billing/provider-error.ts';

/** A list that holds no customer, whatever customers there are. */
export const nobody: CustomerList = { window: async () => ({ customers: [], total: 0 }) };

/**
 * A list that the provider cannot filter as asked: all customers who may belong to it are read, and the rest is done
 * here. Only for what few customers can meet.
 */
export function createLocalList(
  { filter, order }: CustomerQuery,
  readCandidates: (call: Call) => Promise<readonly Customer[]>,
): CustomerList {
  const byOrder = compareCustomers(order);
  return {
    async window({ offset, limit }, call) {
      const candidates = await readCandidates(call);
      const customers = candidates
        .filter((customer) => matchesFilter(customer, filter))
        .sort((a, b) => byOrder(a, b) || compareKeys(a, b));
      return { customers: customers.slice(offset, offset + limit), total: customers.length };
    },
  };
}

/** The customers with these external ids who meet the query, where the provider's own list takes no external ids. */
export function createExternalIdList(
  query: CustomerQuery,
  externalIds: readonly string[],
  reads: CustomerReads,
): CustomerList {
  return createLocalList(query, async (call) => {
    const found = await reads.byExternalIds(externalIds, call);
    return [...found.values()].map((customer) => {
      if (customer instanceof ProviderError) throw customer;
      return customer;
    });
  });
}

function compareKeys(a: Customer, b: Customer): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}
