/**
 * Whether a customer's rows have to be read from the lists that are filtered by a query parameter: a proxy that turns
 * %2E back into a dot would make the path mean another customer.
 */
export function needsFilteredList(key: string): boolean {
  return key.includes('.');
}
