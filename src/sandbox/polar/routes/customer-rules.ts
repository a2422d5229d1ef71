import type { Problem } from '../errors.ts';
import type { Address, CustomerRecord, TaxId } from '../records/customer.ts';
import { accept, type Outcome, reject } from '../requests/check.ts';
import { parseTaxId } from '../requests/tax-id.ts';
import type { PolarStore } from '../store.ts';

/** The e-mail must be free, in any case; deleted customers leave theirs behind. */
export function emailProblems(
  store: PolarStore,
  email: string | null,
  self: CustomerRecord | null,
): readonly Problem[] {
  const taken = others(store, self).some(
    (customer) => email !== null && customer.email?.toLowerCase() === email.toLowerCase(),
  );
  return taken ? [bodyProblem('email', 'A customer with this email address already exists.', email)] : [];
}

/** The external id must be free, in its exact case. */
export function externalIdProblems(
  store: PolarStore,
  externalId: string | null,
  self: CustomerRecord | null,
): readonly Problem[] {
  const taken = others(store, self).some(
    (customer) => externalId !== null && customer.external_id === externalId,
  );
  return taken
    ? [bodyProblem('external_id', 'A customer with this external ID already exists.', externalId)]
    : [];
}

function others(store: PolarStore, self: CustomerRecord | null): readonly CustomerRecord[] {
  return [...store.customers.values()].filter(
    (customer) => customer.deleted_at === null && customer.id !== self?.id,
  );
}

/** The tax id with the format of the address's country. */
export function checkTaxId(taxId: string | null, address: Address | null): Outcome<TaxId | null> {
  if (taxId === null) return accept(null);
  if (address === null) {
    const message = 'Country is required to validate tax ID.';
    return reject('missing', ['body', 'billing_address'], message, null);
  }
  const parsed = parseTaxId(taxId, address.country);
  return parsed === null ? reject('invalid', ['body', 'tax_id'], 'Invalid tax ID.', taxId) : accept(parsed);
}

/** A broken rule about one field of the body. */
export function bodyProblem(field: string, message: string, input: unknown): Problem {
  return { type: 'value_error', loc: ['body', field], msg: message, input };
}
