import type { Call } from '../../billing/call.ts';
import type { Customer, CustomerReads } from '../../billing/customer.ts';
import type { CustomerReference } from '../../billing/customer-write.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { notThere } from '../../billing/write-refusal.ts';
import { isPolarId } from './polar-id.ts';

/** The very customer that is meant, as it is now; throws a WriteRefusal where there is none. */
export async function requireCustomer(
  reads: CustomerReads,
  reference: CustomerReference,
  call: Call,
): Promise<Customer> {
  const found =
    'key' in reference
      ? (await reads.byKeys([reference.key], call)).get(reference.key)
      : (await reads.byExternalIds([reference.externalId], call)).get(reference.externalId);
  if (found instanceof ProviderError) throw found;
  if (found === undefined) throw notThere();
  return found;
}

/** Polar's id of the customer that is meant. Only one that is meant by its external id is looked up. */
export async function requireId(
  reads: CustomerReads,
  reference: CustomerReference,
  call: Call,
): Promise<string> {
  if (!('key' in reference)) return (await requireCustomer(reads, reference, call)).key;
  if (!isPolarId(reference.key)) throw notThere();
  return reference.key;
}
