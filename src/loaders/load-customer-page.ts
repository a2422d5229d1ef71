import { keepProviderError } from '../billing/batch.ts';
import type { Call } from '../billing/call.ts';
import type { Customer } from '../billing/customer.ts';
import { compareCustomers, type CustomerList, type CustomerOrder } from '../billing/customer-list.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { advance, hasRowsAfter, type ListPosition, type Stretch } from './list-position.ts';
import { mergeLists } from './merge-lists.ts';
import type { StretchKey } from './known-stretches.ts';
import { type Memory, standIn } from './memory.ts';
import type { OnFailure } from './provider-loader.ts';
import { withPatience } from './patience.ts';
import { readOn } from './read-on.ts';
import { createReading, type Reading, type Stale } from './reading.ts';

/** A list of one account, and where to go on in it. */
interface PlacedList {
  /** The account's configured name. */
  readonly account: string;
  /** What tells the list from all others of the account; null: what is read of it is remembered elsewhere. */
  readonly name: string | null;
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

/** What a page is read with. */
interface PageReading {
  readonly call: Call;
  /** Told about the first failure of each account. */
  readonly onFailure: OnFailure;
  /** What is known of the lists. */
  readonly memory: Memory<StretchKey, Stretch>;
}

/**
 * Reads the lists all at once and merges what comes next in them. What fails of an account is answered as it was last
 * known; the failure of an account of which that is not known costs its own rows.
 */
export async function loadCustomerPage(
  { lists, order, first }: CustomerPageRequest,
  reading: PageReading,
): Promise<Reading<CustomerPage>> {
  const stale: Stale[] = [];
  const tell = (each: Stale) => void stale.push(each);
  const failed = new Set<string>();
  const onFailure: OnFailure = (error) => {
    if (!failed.has(error.provider)) reading.onFailure(error);
    failed.add(error.provider);
  };
  const results = await Promise.all(
    lists.map((list) => readStretch(list, { order, first }, { ...reading, onFailure })),
  );
  const taken = results.map((result) => (result instanceof ProviderError ? result : result.take(tell)));
  const page = mergePage({ lists, order, first }, taken);
  // An account that is left out is not stale.
  const missing = new Set(page.unavailable.map(({ provider }) => provider));
  return createReading(
    page,
    stale.filter(({ provider }) => !missing.has(provider)),
  );
}

/** What comes next in a list; a list whose account has failed is as it was last known, or the failure. */
async function readStretch(
  { account, name, list, position }: PlacedList,
  { order, first: limit }: Pick<CustomerPageRequest, 'order' | 'first'>,
  { call, onFailure, memory }: PageReading,
): Promise<Reading<Stretch> | ProviderError> {
  const key = name === null ? null : { account, list: name, position, limit };
  const fresh = key === null ? null : memory.fresh(key);
  if (fresh !== null) return createReading(fresh.value);
  const read = readOn({ account, list, order, position, limit }, call);
  const result = await withPatience(account, call, read).catch(keepProviderError);
  if (!(result instanceof ProviderError)) {
    if (key !== null) memory.remember(key, result);
    return createReading(result);
  }
  onFailure(result);
  return (key === null ? null : standIn(memory, { key, error: result })) ?? result;
}

function mergePage(
  { lists, order, first }: CustomerPageRequest,
  results: readonly (Stretch | ProviderError)[],
): CustomerPage {
  const failures = failuresByAccount(lists, results);
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
