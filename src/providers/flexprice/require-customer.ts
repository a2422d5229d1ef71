import type { Call } from '../../billing/call.ts';
import type { Customer, CustomerReads } from '../../billing/customer.ts';
import type { CustomerReference } from '../../billing/customer-write.ts';
import { notThere } from '../../billing/write-refusal.ts';
import { valueAt } from './owned-rows.ts';

/**
 * The very customer that is meant, as it is now; throws a WriteRefusal where there is none. `PUT` and `DELETE` have to
 * be told Flexprice's own id, and `PUT` would change an archived customer.
 */
export async function requireCustomer(
  reads: CustomerReads,
  reference: CustomerReference,
  call: Call,
): Promise<Customer> {
  const found =
    'key' in reference
      ? valueAt(await reads.byKeys([reference.key], call), reference.key)
      : valueAt(await reads.byExternalIds([reference.externalId], call), reference.externalId);
  if (found === null) throw notThere();
  return found;
}
