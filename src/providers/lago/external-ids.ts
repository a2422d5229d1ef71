import { externalIdProblem } from '../../billing/customer.ts';
import { ProviderError } from '../../billing/provider-error.ts';

/**
 * The customers that can be asked for, each once. Lago ignores an empty filter and then answers with everybody's rows,
 * so an id that cannot be sent is left out: no customer has it.
 */
export function askable(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].filter((key) => externalIdProblem(key) === null);
}

/**
 * Whether a customer's rows have to be read from the lists that are filtered by a query parameter: a proxy that turns
 * %2E back into a dot would make the path mean another customer.
 */
export function needsFilteredList(key: string): boolean {
  return key.includes('.');
}

/** Refuses an answer about anybody but the customer asked for. */
export function requireCustomer(provider: string, asked: string, answered: string): void {
  if (answered === asked) return;
  throw new ProviderError({ provider, failure: 'bad-response', detail: 'another customer' });
}
