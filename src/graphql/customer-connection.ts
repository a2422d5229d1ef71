import type { Customer } from '../billing/customer.ts';
import type { CustomerOrder, CustomerQuery } from '../billing/customer-list.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { type ListPosition, startOfList } from '../loaders/list-position.ts';
import type { CustomerPage } from '../loaders/load-customer-page.ts';
import { badUserInput } from './bad-user-input.ts';
import type { Context } from './context.ts';
import { type CursorScope, decodeCursor, encodeCursor } from './customer-cursor.ts';
import { type CustomerFilterInput, toCustomerQuery } from './customer-query.ts';
import { providerNamed } from './provider-key.ts';

/** A page of customers, as Relay has it. */
export interface CustomerConnection {
  readonly page: CustomerPage;
  /** Edge by edge, the cursors made when asked for. */
  readonly edges: readonly CustomerEdge[];
  readonly hasPreviousPage: boolean;
}

/** A customer in its page. */
export interface CustomerEdge {
  readonly node: Customer;
  cursor(): string;
}

/** The arguments of `customers`. */
interface CustomersArguments {
  readonly provider?: string | null | undefined;
  readonly filter?: CustomerFilterInput | null | undefined;
  readonly orderBy?: CustomerOrder | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

const defaultFirst = 20;
const mostFirst = 100;

/** The page that the arguments ask for, or the error that names the argument that is wrong, before any call. */
export async function loadCustomerConnection(
  { provider, filter, orderBy, first, after }: CustomersArguments,
  { providers, loaders }: Context,
): Promise<CustomerConnection> {
  const limit = checkFirst(first ?? defaultFirst);
  const asked = provider == null ? [...providers.values()] : [providerNamed('provider', provider, providers)];
  const query = toCustomerQuery(filter, orderBy);
  requireSorting(asked, query.order);

  const matchesNobody = query.filter.externalIds?.length === 0;
  const lists = matchesNobody ? [] : asked.flatMap((account) => listsOf(account, query));
  const scope = { provider: provider ?? null, query, accounts: lists.map(({ account }) => account) };
  const positions = after == null ? [] : readCursor(scope, after);
  const page = await loaders.customerPage({
    lists: lists.map((list, index) => ({ ...list, position: positions[index] ?? startOfList })),
    order: query.order,
    first: limit,
  });
  return {
    page,
    edges: page.rows.map((row) => ({
      node: row.customer,
      cursor: () => encodeCursor(scope, row.positions()),
    })),
    hasPreviousPage: after != null,
  };
}

function checkFirst(first: number): number {
  if (first < 1 || first > mostFirst) throw badUserInput('first', `must be from 1 to ${mostFirst}`);
  return first;
}

/** A sorted list that silently lacks an account would mislead. */
function requireSorting(asked: readonly BillingProvider[], { field, direction }: CustomerOrder): void {
  if (field === 'CREATED_AT' && direction === 'DESC') return;
  const unable = asked.find(({ customerLists }) => !customerLists.sorts);
  if (unable !== undefined) throw new ProviderError({ provider: unable.name, failure: 'unsupported' });
}

function listsOf({ name, customerLists }: BillingProvider, query: CustomerQuery) {
  return customerLists.listsOf(query).map((list) => ({ account: name, list }));
}

function readCursor(scope: CursorScope, cursor: string): readonly ListPosition[] {
  const positions = decodeCursor(scope, cursor);
  if (positions === null)
    throw badUserInput('after', 'is no cursor of this provider, filter and order; start without it');
  return positions;
}
