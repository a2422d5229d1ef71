import type { Call } from '../../billing/call.ts';
import type { CustomerReads } from '../../billing/customer.ts';
import type { CustomerReference } from '../../billing/customer-write.ts';
import { notThere } from '../../billing/write-refusal.ts';
import { requireCustomer } from '../find-customer.ts';
import { isPolarId } from './polar-id.ts';

/**
 * Polar's id of the customer that is meant; throws a WriteRefusal where there can be none. Only a customer that is meant
 * by its external id is looked up.
 */
export async function requireId(
  reads: CustomerReads,
  reference: CustomerReference,
  call: Call,
): Promise<string> {
  if (!('key' in reference)) return (await requireCustomer(reads, reference, call)).key;
  if (!isPolarId(reference.key)) throw notThere();
  return reference.key;
}
