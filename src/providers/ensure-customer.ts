import type { Call } from '../billing/call.ts';
import type { Customer, CustomerReads } from '../billing/customer.ts';
import type { CustomerWrites, EnsuredCustomer, NewCustomer } from '../billing/customer-write.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { WriteRefusal } from '../billing/write-refusal.ts';

interface EnsureParts {
  readonly reads: CustomerReads;
  /** Throws a WriteRefusal for an input that the provider would not take. */
  readonly check: (customer: NewCustomer) => void;
  readonly create: CustomerWrites['create'];
}

/** Get-or-create over an account whose `create` refuses a taken external id, however many try at the same time. */
export function createEnsure({ reads, check, create }: EnsureParts): CustomerWrites['ensure'] {
  return async (customer, call): Promise<EnsuredCustomer> => {
    check(customer);
    const known = await findByExternalId(reads, customer.externalId, call);
    if (known !== null) return { customer: known, created: false };
    try {
      return { customer: await create(customer, call), created: true };
    } catch (error) {
      if (!(error instanceof WriteRefusal) || error.refusal.kind !== 'conflict') throw error;
      const winner = await findByExternalId(reads, customer.externalId, call);
      if (winner === null) throw error;
      return { customer: winner, created: false };
    }
  };
}

/** Looks anew, whatever this request has read before. */
async function findByExternalId(
  reads: CustomerReads,
  externalId: string,
  { signal, now }: Call,
): Promise<Customer | null> {
  const found = (await reads.byExternalIds([externalId], { signal, now })).get(externalId) ?? null;
  if (found instanceof ProviderError) throw found;
  return found;
}
