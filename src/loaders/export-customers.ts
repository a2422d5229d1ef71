import type { Call } from '../billing/call.ts';
import type { Customer } from '../billing/customer.ts';
import type { ExportedCustomer } from '../billing/customer-export.ts';
import { type CustomerList, type CustomerOrder, newestFirst } from '../billing/customer-list.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { advance, type Stretch, startOfList } from './list-position.ts';
import { readOn } from './read-on.ts';

const everyone = { search: null, email: null, externalIds: null, metadata: [] } as const;

/** New customers only come at its end. */
const oldestFirst: CustomerOrder = { field: 'CREATED_AT', direction: 'ASC' };

const pageSize = 500;

/**
 * All customers of an account, read as they are asked for: no more than a page of them is in memory. Throws a
 * ProviderError where the account cannot be read to its end.
 */
export async function* exportCustomers(
  provider: BillingProvider,
  call: Call,
): AsyncGenerator<ExportedCustomer, void> {
  if (provider.customerExport !== undefined) {
    yield* provider.customerExport.rows(call);
    return;
  }
  const order = provider.customerLists.sorts ? oldestFirst : newestFirst;
  for (const list of provider.customerLists.listsOf({ filter: everyone, order })) {
    for await (const page of readPages({ account: provider.name, list, order }, call)) {
      yield* page.map(toExported);
    }
  }
}

interface SortedList {
  /** The account's configured name. */
  readonly account: string;
  readonly list: CustomerList;
  readonly order: CustomerOrder;
}

async function* readPages(
  { account, list, order }: SortedList,
  call: Call,
): AsyncGenerator<readonly Customer[], void> {
  let position = startOfList;
  let stretch: Stretch;
  do {
    // Adapters remember what they read for one call object, so that one for all pages would hold all customers.
    stretch = await readOn({ account, list, order, position, limit: pageSize }, { ...call });
    // All customers may have been deleted meanwhile, but a provider in trouble is the likelier reason.
    if (stretch.total === 0 && position.offset > 0) throw badList(account, 'an empty list after rows of it');
    yield stretch.customers;
    position = advance(position, stretch, stretch.customers.length);
  } while (stretch.customers.length > 0 && position.offset < stretch.total);
  if (position.offset >= stretch.total) return;
  throw badList(account, 'fewer rows than the total');
}

function badList(provider: string, detail: string): ProviderError {
  return new ProviderError({ provider, failure: 'bad-response', detail });
}

function toExported({
  provider,
  key,
  externalId,
  name,
  email,
  currency,
  address,
  createdAt,
}: Customer): ExportedCustomer {
  return {
    provider,
    key,
    externalId,
    name,
    email,
    currency,
    country: address?.country ?? null,
    createdAt,
  };
}
