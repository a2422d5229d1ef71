import type { CustomerOrder, CustomerQuery } from '../billing/customer-list.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { badUserInput } from './bad-user-input.ts';
import type { Providers } from './context.ts';
import { type CustomerFilterInput, toCustomerQuery } from './customer-query.ts';
import { providerNamed } from './provider-key.ts';

/** The arguments of `customers`. */
export interface CustomersArguments {
  readonly provider?: string | null | undefined;
  readonly filter?: CustomerFilterInput | null | undefined;
  readonly orderBy?: CustomerOrder | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A page that can be asked for. */
export interface CustomersPage {
  /** The accounts whose customers are in the list. */
  readonly accounts: readonly BillingProvider[];
  readonly query: CustomerQuery;
  /** Customers, at most. */
  readonly first: number;
  /** The cursor to go on after; null at the start of the list. */
  readonly after: string | null;
}

const defaultFirst = 20;
const mostFirst = 100;

/** The page that the arguments ask for, or the error that names the one that is wrong. */
export function toCustomersPage(
  { provider, filter, orderBy, first, after }: CustomersArguments,
  providers: Providers,
): CustomersPage {
  const page = {
    first: checkFirst(first ?? defaultFirst),
    accounts: provider == null ? [...providers.values()] : [providerNamed('provider', provider, providers)],
    query: toCustomerQuery(filter, orderBy),
    after: after ?? null,
  };
  requireSorting(page.accounts, page.query.order);
  return page;
}

function checkFirst(first: number): number {
  if (first < 1 || first > mostFirst) throw badUserInput('first', `must be from 1 to ${mostFirst}`);
  return first;
}

/** A sorted list that silently lacks an account would mislead. */
function requireSorting(accounts: readonly BillingProvider[], { field, direction }: CustomerOrder): void {
  if (field === 'CREATED_AT' && direction === 'DESC') return;
  const unable = accounts.find(({ customerLists }) => !customerLists.sorts);
  if (unable !== undefined) throw new ProviderError({ provider: unable.name, failure: 'unsupported' });
}
