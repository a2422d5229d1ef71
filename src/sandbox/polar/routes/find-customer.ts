import type { SandboxAnswer } from '../../http-server.ts';
import type { Parameters } from '../../router.ts';
import { invalid, resourceNotFound } from '../errors.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { uuid } from '../requests/uuid.ts';
import type { PolarStore } from '../store.ts';

/** The customer that a path names, or the answer that says why there is none. */
export type FoundCustomer =
  | { readonly ok: true; readonly customer: CustomerRecord }
  | { readonly ok: false; readonly answer: SandboxAnswer };

/** One of the two ways in which a path names a customer. */
export type FindCustomer = (store: PolarStore, parameters: Parameters) => FoundCustomer;

/** By the path's `id`. */
export function findById(store: PolarStore, { id }: Parameters): FoundCustomer {
  const outcome = uuid(id, ['path', 'id']);
  if (!outcome.ok) return { ok: false, answer: invalid(outcome.problems) };
  return found(store.customers.get(outcome.value));
}

/** By the path's `externalId`, exactly and case-sensitively. */
export function findByExternalId(store: PolarStore, { externalId }: Parameters): FoundCustomer {
  return found([...store.customers.values()].find((customer) => customer.external_id === externalId));
}

function found(customer: CustomerRecord | undefined): FoundCustomer {
  return customer === undefined || customer.deleted_at !== null
    ? { ok: false, answer: resourceNotFound() }
    : { ok: true, customer };
}
