import type { Customer } from '../billing/customer.ts';
import type { CustomerReference } from '../billing/customer-write.ts';

/** A customer of an account, by one of its names. */
export interface NamedCustomer {
  /** The account's configured name. */
  readonly account: string;
  readonly reference: CustomerReference;
}

/** Where what is known of a customer is found. */
export interface CustomerPlace extends NamedCustomer {
  /** What tells the customer from all others. */
  readonly name: string;
  /**
   * The provider's own id of the one who is meant: on Lago another may get the same key later. undefined: not seen yet;
   * where it is known that nobody is there, a shelf has null.
   */
  readonly identity?: string | undefined;
}

/** The place of a customer whom nobody has seen yet. */
export function toPlace(account: string, reference: CustomerReference): CustomerPlace {
  return { account, reference, name: nameOf({ account, reference }), identity: undefined };
}

/** The place of a customer who was seen. */
export function placeOf({ provider: account, key, providerCustomerId: identity }: Customer): CustomerPlace {
  const reference = { key };
  return { account, reference, name: nameOf({ account, reference }), identity };
}

/** What tells the customer from all others, by this name; names of accounts have no colon. */
export function nameOf({ account, reference }: NamedCustomer): string {
  return 'key' in reference
    ? `${account}:key:${reference.key}`
    : `${account}:externalId:${reference.externalId}`;
}
