import { keepProviderError } from '../billing/batch.ts';
import type { Call } from '../billing/call.ts';
import type { Customer } from '../billing/customer.ts';
import { compareCustomers, type CustomerList, type CustomerOrder } from '../billing/customer-list.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { advance, hasRowsAfter, type ListPosition, type Stretch } from './list-position.ts';
import { mergeLists } from './merge-lists.ts';
import type { OnFailure } from './provider-loader.ts';
import { readOn } from './read-on.ts';

/** A list of one account, and where to go on in it. */
interface PlacedList {
  /** The account's configured name. */
  readonly account: string;
  readonly list: CustomerList;
  readonly position: ListPosition;
}

/** Which page of the customers in some lists. */
export interface CustomerPageRequest {
  /** Those of one account one after another. */
  readonly lists: readonly PlacedList[];
  /** How all of them are sorted. */
  readonly order: CustomerOrder;
  /** Customers, at most. */
  readonly first: number;
}

/** A page of the customers in some lists. */
export interface CustomerPage {
  readonly rows: readonly CustomerPageRow[];
  /** Whether the lists that could be read go on. */
  readonly hasNextPage: boolean;
  /** The length of all lists together; null where one could not be read. */
  readonly total: number | null;
  /** One for each account that could not be read: its positions stay where they were. */
  readonly unavailable: readonly ProviderError[];
}

/** A customer on a page. */
interface CustomerPageRow {
  readonly customer: Customer;
  /** Where to go on after it, in each of the lists. */
  positions(): readonly ListPosition[];
}

/** Reads the lists all at once and merges what comes next in them. The failure of an account costs its own rows. */
export async function loadCustomerPage(
  { lists, order, first }: CustomerPageRequest,
  call: Call,
  onFailure: OnFailure,
): Promise<CustomerPage> {
  const results = await Promise.all(
    lists.map(({ account, list, position }) =>
      readOn({ account, list, order, position, limit: first }, call).catch(keepProviderError),
    ),
  );
  const failures = failuresByAccount(lists, results);
  for (const failure of failures.values()) onFailure(failure);

  const stretches = lists.map(({ account }, index) => {
    const result = failures.has(account) ? null : results[index];
    return result === undefined || result instanceof ProviderError ? null : result;
  });
  const rows = mergeLists(stretches, { first, compare: compareCustomers(order) });
  const positionsAfter = (taken: readonly number[]) =>
    lists.map(({ position }, index) => moveOn(position, stretches[index] ?? null, taken[index] ?? 0));
  return {
    rows: rows.map(({ customer, taken }) => ({ customer, positions: () => positionsAfter(taken) })),
    hasNextPage: goesOn(stretches, rows.at(-1)?.taken ?? []),
    total: failures.size > 0 ? null : stretches.reduce((sum, stretch) => sum + (stretch?.total ?? 0), 0),
    unavailable: [...failures.values()],
  };
}

function moveOn(position: ListPosition, stretch: Stretch | null, taken: number): ListPosition {
  return stretch === null ? position : advance(position, stretch, taken);
}

/** The first failure of each account. */
function failuresByAccount(
  lists: readonly PlacedList[],
  results: readonly (Stretch | ProviderError)[],
): ReadonlyMap<string, ProviderError> {
  const failures = new Map<string, ProviderError>();
  for (const [index, { account }] of lists.entries()) {
    const result = results[index];
    if (result instanceof ProviderError && !failures.has(account)) failures.set(account, result);
  }
  return failures;
}

function goesOn(stretches: readonly (Stretch | null)[], taken: readonly number[]): boolean {
  return stretches.some(
    (stretch, index) =>
      stretch !== null && (hasRowsAfter(stretch) || stretch.customers.length > (taken[index] ?? 0)),
  );
}
