import type { Call } from './call.ts';
import type { Customer, MetadataEntry } from './customer.ts';

/** What customers can be sorted by. */
export type CustomerOrderField = 'CREATED_AT' | 'NAME' | 'EMAIL';

/** Which end comes first. */
export type OrderDirection = 'ASC' | 'DESC';

/** How a list is sorted. */
export interface CustomerOrder {
  readonly field: CustomerOrderField;
  readonly direction: OrderDirection;
}

/** The order that every provider has. */
export const newestFirst: CustomerOrder = { field: 'CREATED_AT', direction: 'DESC' };

/** Which customers a list holds; a customer has to meet every condition that is not null. */
export interface CustomerFilter {
  /** Name, e-mail or external id contains it, in any case. */
  readonly search: string | null;
  /** The whole e-mail address. */
  readonly email: string | null;
  /** One of these; an empty list matches nobody. */
  readonly externalIds: readonly string[] | null;
  /** All of these entries; an empty list asks for nothing. */
  readonly metadata: readonly MetadataEntry[];
}

/** A sorted list of customers. */
export interface CustomerQuery {
  readonly filter: CustomerFilter;
  readonly order: CustomerOrder;
}

/** A stretch of a list. */
export interface ListRange {
  /** Rows before it. */
  readonly offset: number;
  /** Rows in it, at most. */
  readonly limit: number;
}

/** A stretch of a list of customers, and how long the whole list is. */
interface CustomerWindow {
  readonly customers: readonly Customer[];
  readonly total: number;
}

/**
 * A list in an order that does not change from one read to the next, also among customers created at the same time. It
 * is read in windows of any place and size, each in as few calls as the provider allows.
 */
export interface CustomerList {
  window(range: ListRange, call: Call): Promise<CustomerWindow>;
}

/** Listing an account's customers. */
export interface CustomerLists {
  /** Whether it sorts otherwise than newest first. */
  readonly sorts: boolean;
  /**
   * The lists that together hold what the query asks for, each sorted as asked: one, or several where the provider cannot
   * be asked for all of it at once. Their lengths add up: each customer is in one of them. One that is changed while they
   * are read may be seen in two, so customers that the order does not tell apart come by key in each.
   */
  listsOf(query: CustomerQuery): readonly CustomerList[];
}

/** Whether the customer meets every condition; for what a provider cannot filter itself. */
export function matchesFilter(
  customer: Customer,
  { search, email, externalIds, metadata }: CustomerFilter,
): boolean {
  return (
    (search === null || searchedTexts(customer).some((text) => includesInAnyCase(text, search))) &&
    (email === null || addressesOf(customer).includes(email.toLowerCase())) &&
    (externalIds === null || (customer.externalId !== null && externalIds.includes(customer.externalId))) &&
    metadata.every(({ key, value }) =>
      customer.metadata.some((entry) => entry.key === key && entry.value === value),
    )
  );
}

function searchedTexts({ name, email, externalId }: Customer): readonly string[] {
  return [name, email, externalId].filter((text) => text !== null);
}

function includesInAnyCase(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** Lago keeps several addresses in one field. */
function addressesOf({ email }: Customer): readonly string[] {
  return (email ?? '').split(',').map((address) => address.trim().toLowerCase());
}

/** Compares two customers in an order; 0 where the order does not tell them apart. */
export function compareCustomers({ field, direction }: CustomerOrder): (a: Customer, b: Customer) => number {
  const sign = direction === 'ASC' ? 1 : -1;
  return (a, b) => sign * compareBy(field, a, b);
}

function compareBy(field: CustomerOrderField, a: Customer, b: Customer): number {
  switch (field) {
    case 'CREATED_AT':
      return a.createdAt.getTime() - b.createdAt.getTime();
    case 'NAME':
      return compareTexts(a.name, b.name);
    case 'EMAIL':
      return compareTexts(a.email, b.email);
  }
}

/** As databases do by default: in any case. What is missing is empty text at Flexprice, and comes first. */
function compareTexts(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '', 'en');
}
