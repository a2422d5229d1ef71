import type { Call } from '../billing/call.ts';
import type { Customer, CustomerReads } from '../billing/customer.ts';
import type { CustomerReference } from '../billing/customer-write.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { notThere } from '../billing/write-refusal.ts';

/** The customer that is meant, or null where there is none; throws the ProviderError of a read that failed. */
export async function findCustomer(
  reads: CustomerReads,
  reference: CustomerReference,
  call: Call,
): Promise<Customer | null> {
  const found =
    'key' in reference
      ? (await reads.byKeys([reference.key], call)).get(reference.key)
      : (await reads.byExternalIds([reference.externalId], call)).get(reference.externalId);
  if (found instanceof ProviderError) throw found;
  return found ?? null;
}

/** The same, but throws a WriteRefusal where there is none. */
export async function requireCustomer(
  reads: CustomerReads,
  reference: CustomerReference,
  call: Call,
): Promise<Customer> {
  const found = await findCustomer(reads, reference, call);
  if (found === null) throw notThere();
  return found;
}
