import type { Call } from './call.ts';
import type { Address, Customer, MetadataEntry } from './customer.ts';

/** The fields of a customer that can be set; in a change, absent is "leave as it is" and null is "clear". */
export interface CustomerFields {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  /** ISO 4217, upper case. */
  readonly currency?: string | null;
  /** IANA name. */
  readonly timezone?: string | null;
  readonly locale?: string | null;
  readonly taxId?: string | null;
  /** Part by part: in a change, a part that is absent stays as it is; null clears the whole address. */
  readonly address?: Partial<Address> | null;
  /** All entries: those that are there and not in it go; null is none. */
  readonly metadata?: readonly MetadataEntry[] | null;
}

/** A customer to be created; absent and null are both "not given". */
export interface NewCustomer extends CustomerFields {
  readonly externalId: string;
}

/** What is to change about a customer. */
export interface CustomerChanges extends CustomerFields {
  readonly externalId?: string | null;
}

/** Which customer of an account a write is about: by native key or by external id. */
export type CustomerReference = { readonly key: string } | { readonly externalId: string };

/** A customer that is there now, and whether it had to be created. */
export interface EnsuredCustomer {
  readonly customer: Customer;
  readonly created: boolean;
}

/**
 * Changing customers. Inputs are checked before anything is sent. A write rejects with a WriteRefusal where nothing was
 * changed for a reason that the caller can act on, and else with a ProviderError. After `outcome-unknown` the change may
 * have been made, after `bad-response` it may be what was answered so badly; all others have changed nothing.
 */
export interface CustomerWrites {
  /** Never changes a customer that is there already: a taken external id is a conflict. */
  create(customer: NewCustomer, call: Call): Promise<Customer>;
  /** The customer with this external id as it is, or else a new one. */
  ensure(customer: NewCustomer, call: Call): Promise<EnsuredCustomer>;
  /** Never creates. Resolves to the customer as it is afterwards. */
  update(reference: CustomerReference, changes: CustomerChanges, call: Call): Promise<Customer>;
  /** Resolves to the native key that the customer had. */
  delete(reference: CustomerReference, call: Call): Promise<string>;
  /** Deletes and erases what tells who it was. Absent: this provider cannot. */
  anonymize?(reference: CustomerReference, call: Call): Promise<string>;
}
