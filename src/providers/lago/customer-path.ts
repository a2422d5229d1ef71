import type { Call } from '../../billing/call.ts';
import { externalIdProblem } from '../../billing/customer.ts';
import type { CustomerReference } from '../../billing/customer-write.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { notThere } from '../../billing/write-refusal.ts';
import { type LagoClient, needsFilteredList } from './client.ts';
import { externalIdOf, readByPath, readCustomer } from './customers.ts';

/** The external id of the customer that is meant: Lago's routes take it, so it is the key as well. */
export function keyOf(reference: CustomerReference): string {
  return 'key' in reference ? reference.key : reference.externalId;
}

/**
 * Makes sure, by asking, that the customer's path leads to this very customer. Throws a WriteRefusal where there is no
 * such customer, and a ProviderError where a proxy has turned the path into that of another one.
 */
export async function requirePathTo(client: LagoClient, customer: string, call: Call): Promise<void> {
  if (externalIdProblem(customer) !== null) throw notThere();
  const { provider } = client;
  const listed = needsFilteredList(customer);
  if (listed && (await readCustomer(client, customer, call)) === null) throw notThere();

  const row = await readByPath(client, customer, call);
  if (row === null && !listed) throw notThere();
  if (row === null || externalIdOf(provider, row.record) !== customer) {
    const detail = 'the path does not lead to this customer';
    throw new ProviderError({ provider, failure: 'bad-response', detail });
  }
}

/** The same for routes that look the customer up themselves: only an id whose path may be turned is asked about. */
export async function requireSafePathTo(client: LagoClient, customer: string, call: Call): Promise<void> {
  if (externalIdProblem(customer) !== null) throw notThere();
  if (needsFilteredList(customer)) await requirePathTo(client, customer, call);
}
